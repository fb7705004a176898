import { eachCsafDocument } from './csaf-documents.ts';
import { emitCsafStatements } from './csaf-statements.ts';
import { feedTally } from './feed-tally.ts';
import type { Feed } from './feed.ts';
import { datedNotices, ratingNotice, redhatDialect } from './redhat-csaf.ts';
import { speaksFor } from './single-record.ts';

const NAME = 'redhat-vex';
const FOLDER = 'https://security.access.redhat.com/data/csaf/v2/vex';

/**
 * Red Hat's VEX documents, one per flaw: a single one, or the archive of all. They say what fixes a flaw in which
 * stream of a release, and why there is no fix.
 */
export const redhatVex: Feed = {
  title: 'Red Hat CSAF VEX',
  publisher: 'Red Hat',
  licence: 'CC-BY-4.0',
  // The archive's name holds its day; this file names it.
  addresses: [`${FOLDER}/archive_latest.txt`],
  isSigned: true,
  isArchive: true,
  checksums: null,
  restates: 'vulnerability',
  recognises: (head) =>
    /"name"\s*:\s*"Red Hat Product Security"/.test(head) &&
    /"category"\s*:\s*"csaf_vex"/.test(head) &&
    !/"id"\s*:\s*"RH[SBE]A-/.test(head),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    const { newest, documents } = await eachCsafDocument({ input, feed: NAME, tally }, (document, name) => {
      if (document.status === 'deleted') return tally.skip('a document that was withdrawn');
      const rating = ratingNotice(document, name);
      if (rating) tally.emit(rating);
      for (const notice of datedNotices(document, name)) tally.emit(notice);
      emitCsafStatements(document, { name, dialect: redhatDialect, tally });
    });
    return { ...tally.summary(newest, null), ...speaksFor(documents) };
  },
};
