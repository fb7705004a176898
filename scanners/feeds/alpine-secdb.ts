import { compareSign } from '#core/version/compare.ts';
import { isPackageName, isVersionOf, statementOf } from './claim.ts';
import { isCveId } from './cve-fields.ts';
import { feedInvalid } from './feed-error.ts';
import { feedTally, type FeedTally } from './feed-tally.ts';
import type { Feed } from './feed.ts';
import { isObject, listOf, memberOf, textOf } from './json-value.ts';
import { readJsonWhole } from './read-json.ts';

const NAME = 'alpine-secdb';
const RELEASES = ['v3.20', 'v3.21', 'v3.22', 'v3.23'];
/** The version that says that the release never had the flaw. */
const NEVER = '0';

/**
 * Alpine's secfixes: what was fixed in which version of which origin package, one repository of a release per document.
 * Only fixed flaws are listed: no entry says nothing.
 */
export const alpineSecdb: Feed = {
  title: 'Alpine security database',
  publisher: 'Alpine Linux',
  licence: 'CC BY-SA 4.0',
  addresses: RELEASES.flatMap((release) =>
    ['main', 'community'].map((repository) => `https://secdb.alpinelinux.org/${release}/${repository}.json`),
  ),
  isInParts: true,
  checksums: null,
  restates: 'product',
  recognises: (head) =>
    /"distroversion"\s*:\s*"(?:v\d|edge)/.test(head) && /"(?:apkurl|urlprefix|reponame)"\s*:/.test(head),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    for await (const document of input.documents()) {
      const value = await readJsonWhole(document, { feed: NAME });
      const release = textOf(value, 'distroversion') ?? '';
      if (!/^(?:v\d{1,2}\.\d{1,2}|edge)$/.test(release))
        throw feedInvalid(NAME, document.name, 'it does not say for which release it is');
      const repository = textOf(value, 'reponame') ?? document.name;
      listOf(value, 'packages').forEach((entry, index) =>
        takePackage(
          memberOf(entry, 'pkg'),
          { release, at: `${release}/${repository} $.packages[${index}]` },
          tally,
        ),
      );
    }
    return tally.summary(null, null);
  },
};

interface Place {
  readonly release: string;
  readonly at: string;
}

function takePackage(value: unknown, { release, at }: Place, tally: FeedTally): void {
  const product = textOf(value, 'name') ?? '';
  const secfixes = memberOf(value, 'secfixes');
  if (!isPackageName(product)) return tally.skip('a package without a name');
  if (!isObject(secfixes)) return tally.skip('a package without fixes');
  for (const [vulnerability, version] of fixesByFlaw(secfixes, tally)) {
    const isNever = version === NEVER;
    tally.emit(
      statementOf({
        ecosystem: 'alpine',
        release,
        product,
        keyedBy: 'source',
        vulnerability,
        status: isNever ? 'not-affected' : 'fixed',
        fixed: isNever ? null : version,
        scheme: 'apk',
        at: `${at}.pkg.secfixes ${version}`,
      }),
    );
  }
}

/** A flaw that was fixed again later is fixed by the later version. */
function fixesByFlaw(
  secfixes: Readonly<Record<string, unknown>>,
  tally: FeedTally,
): ReadonlyMap<string, string> {
  const fixes = new Map<string, string>();
  for (const [version, entries] of Object.entries(secfixes)) {
    if (version !== NEVER && !isVersionOf('apk', version)) {
      tally.skip('a fixed version that cannot be compared');
      continue;
    }
    for (const entry of Array.isArray(entries) ? entries : []) {
      const flaws = typeof entry === 'string' ? flawsIn(entry) : [];
      if (flaws.length === 0) tally.skip('an entry that names no flaw');
      for (const flaw of flaws) {
        const before = fixes.get(flaw);
        if (before !== undefined) tally.skip('a flaw that is listed twice for a package');
        if (before === undefined || compareSign('apk', version, before) === 1) fixes.set(flaw, version);
      }
    }
  }
  return fixes;
}

/** One text names a flaw by all its ids: the CVE where there is one, else each of the others. */
function flawsIn(entry: string): readonly string[] {
  const ids = entry.slice(0, 500).split(/[\s,()]+/);
  const cves = ids.map((id) => id.replace(/^CVE_/, 'CVE-')).filter(isCveId);
  if (cves.length > 0) return [...new Set(cves)];
  return [...new Set(ids.filter((id) => /^[A-Z][A-Z0-9]{1,19}-[A-Za-z0-9][A-Za-z0-9._-]{0,60}$/.test(id)))];
}
