import { eachCsafDocument } from './csaf-documents.ts';
import { feedTally } from './feed-tally.ts';
import type { Feed } from './feed.ts';
import { redhatNotice } from './redhat-csaf.ts';
import { speaksFor } from './single-record.ts';

const NAME = 'redhat-advisories';

/**
 * Red Hat's advisories: when each was released, how it is rated and which flaws it is about. What it fixes where is
 * read from the VEX documents, which say the same and more.
 */
export const redhatAdvisories: Feed = {
  title: 'Red Hat CSAF advisories',
  publisher: 'Red Hat',
  licence: 'CC-BY-4.0',
  addresses: ['https://security.access.redhat.com/data/csaf/v2/advisories/archive_latest.txt'],
  isSigned: true,
  isArchive: true,
  checksums: null,
  restates: 'advisory',
  recognises: (head) =>
    /"name"\s*:\s*"Red Hat Product Security"/.test(head) && /"id"\s*:\s*"RH[SBE]A-\d{4}:/.test(head),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    const { newest, documents } = await eachCsafDocument({ input, feed: NAME, tally }, (document, name) => {
      const notice = redhatNotice(document, name);
      if (notice) tally.emit(notice);
      else tally.skip('a document that is no Red Hat advisory');
    });
    return { ...tally.summary(newest, null), ...speaksFor(documents) };
  },
};
