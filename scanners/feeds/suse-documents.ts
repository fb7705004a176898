import { readSuseRelease } from './suse-release.ts';
import type { AdvisoryNotice } from '#core/advisory/feed-item.ts';
import type { CsafDocument } from './csaf.ts';
import { eachCsafDocument } from './csaf-documents.ts';
import { emitCsafStatements, type CsafDialect } from './csaf-statements.ts';
import { isCveId, oneLine } from './cve-fields.ts';
import { feedTally } from './feed-tally.ts';
import type { Feed } from './feed.ts';
import { speaksFor } from './single-record.ts';
import { ratingOf, REBOOT, severityOfWord, vendorTime } from './vendor-words.ts';

export const SUSE_FOLDER = 'https://ftp.suse.com/pub/projects/security';
const ADVISORY_ID = /^(?:open)?SUSE-(?:SU|RU|OU|FU)-/i;

const dialect: CsafDialect = {
  ecosystem: 'suse',
  streamOf: ({ cpe }) => (cpe === null ? null : readSuseRelease(cpe)),
  advisoryOf: (remediation, document) =>
    ADVISORY_ID.test(document.id)
      ? document.id
      : (advisoryIn(remediation?.url ?? null) ?? onlyAdvisory(document.referred)),
};

const IS_VEX = /"category"\s*:\s*"csaf_vex"/;

/** Tells SUSE's advisories, and its VEX documents, by the beginning of one. */
export function isSuseDocument(head: string, kind: 'advisory' | 'vex'): boolean {
  const isOfSuse =
    /"namespace"\s*:\s*"https:\/\/www\.suse\.com\/?"/.test(head) && /"csaf_version"\s*:/.test(head);
  return isOfSuse && IS_VEX.test(head) === (kind === 'vex');
}

/** Reads documents of SUSE's, of either kind. */
export function readSuse(feed: string): Feed['read'] {
  return async (input, emit) => {
    const tally = feedTally(feed, emit);
    const { newest, documents } = await eachCsafDocument({ input, feed, tally }, (document, name) => {
      const notice = noticeOf(document, name);
      if (notice) tally.emit(notice);
      emitCsafStatements(document, { name, dialect, tally });
    });
    return { ...tally.summary(newest, null), ...speaksFor(documents) };
  };
}

/** VEX documents list all advisories of a flaw, and of no fix which one brought it: told where there is only one. */
function onlyAdvisory(referred: readonly string[]): string | null {
  const ids = new Set(
    referred.flatMap(
      (text) => /^Advisory link for ((?:open)?SUSE-SU-\d{4}:\d{1,6}-\d{1,3})$/.exec(text)?.[1] ?? [],
    ),
  );
  const [only = null] = ids;
  return ids.size === 1 ? only : null;
}

/** https://www.suse.com/support/update/announcement/2015/suse-su-20150011-2/ → SUSE-SU-2015:0011-2 */
function advisoryIn(url: string | null): string | null {
  const [, kind, year, number, part] =
    /\/suse-(su|ru|ou|fu)-(\d{4})(\d{4,5})-(\d+)\/?$/.exec(url ?? '') ?? [];
  return kind === undefined ? null : `SUSE-${kind.toUpperCase()}-${year}:${number}-${part}`;
}

function noticeOf(document: CsafDocument, name: string): AdvisoryNotice | null {
  const isAdvisory = ADVISORY_ID.test(document.id);
  const impact = document.vulnerabilities[0]?.threats.find(({ category }) => category === 'impact');
  const rating = ratingOf(document.rating ?? impact?.details ?? null);
  if (!isAdvisory && rating === null) return null;
  const cves = new Set(document.vulnerabilities.flatMap(({ id }) => (isCveId(id) ? id : [])));
  const reboots = document.vulnerabilities.some(({ remediations }) =>
    remediations.some(({ restart }) => restart === 'machine' || restart === 'system'),
  );
  return {
    kind: 'advisory',
    ecosystem: 'suse',
    id: document.id,
    title: oneLine(document.title),
    // A VEX document is about a flaw: its date is not that of a fix.
    released: isAdvisory ? vendorTime(document.released) : null,
    severity: severityOfWord(rating),
    rating,
    about: aboutOf(document.id, isAdvisory),
    cves: [...cves],
    url: document.selves[0] ?? null,
    withdrawn: null,
    replaces: [],
    steps: reboots ? REBOOT : null,
    at: name,
  };
}

function aboutOf(id: string, isAdvisory: boolean): AdvisoryNotice['about'] {
  if (!isAdvisory || /SUSE-SU-/i.test(id)) return 'security';
  return /SUSE-RU-/i.test(id) ? 'bugfix' : 'enhancement';
}
