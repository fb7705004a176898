import { isDebianPackage, isReleaseName, statementOf } from './claim.ts';
import { isDebianFlaw } from './debian-flaw.ts';
import { judgeTrackerEntry } from './debian-tracker-rules.ts';
import { feedTally, type FeedTally } from './feed-tally.ts';
import type { Feed } from './feed.ts';
import { isObject, memberOf, textOf } from './json-value.ts';
import { eachJsonMember } from './read-json.ts';

const NAME = 'debian-tracker';

/** Debian's Security Tracker: every flaw of every source package, release by release. */
export const debianTracker: Feed = {
  title: 'Debian Security Tracker',
  publisher: 'Debian Security Team',
  licence: 'not stated; public data of the Debian project',
  addresses: ['https://security-tracker.debian.org/tracker/data/json'],
  checksums: null,
  restates: 'everything',
  recognises: (head) =>
    /^\s*\{\s*"[a-z0-9][a-z0-9+.-]*"\s*:\s*\{\s*"(?:CVE|TEMP)-\d/.test(head) && /"releases"\s*:/.test(head),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    for await (const document of input.documents())
      await eachJsonMember(document, { feed: NAME, paths: ['$.*'] }, ({ key, value }) => {
        const source = String(key);
        if (isDebianPackage(source) && isObject(value)) takeSource(source, value, tally);
        else tally.skip('an entry that is no source package');
      });
    return tally.summary(null, null);
  },
};

function takeSource(source: string, flaws: Readonly<Record<string, unknown>>, tally: FeedTally): void {
  for (const [flaw, value] of Object.entries(flaws)) {
    const releases = memberOf(value, 'releases');
    if (!isDebianFlaw(flaw)) tally.skip('an entry that is no flaw');
    else if (!isObject(releases) || Object.keys(releases).length === 0) tally.skip('a flaw without releases');
    else
      for (const [release, entry] of Object.entries(releases)) take({ source, flaw, release }, entry, tally);
  }
}

interface Place {
  readonly source: string;
  readonly flaw: string;
  readonly release: string;
}

function take({ source, flaw, release }: Place, entry: unknown, tally: FeedTally): void {
  if (!isReleaseName(release)) return tally.skip('a release without a name');
  const judgement = judgeTrackerEntry({
    release,
    status: textOf(entry, 'status'),
    fixedVersion: textOf(entry, 'fixed_version'),
    urgency: textOf(entry, 'urgency'),
    nodsa: textOf(entry, 'nodsa'),
    nodsaReason: textOf(entry, 'nodsa_reason'),
    archive: versionsIn(memberOf(entry, 'repositories')),
  });
  if (typeof judgement === 'string') return tally.skip(judgement);
  tally.emit(
    statementOf({
      ecosystem: 'debian',
      release,
      product: source,
      keyedBy: 'source',
      vulnerability: flaw,
      scheme: 'deb',
      at: `$.${source}.${flaw}.releases.${release}`,
      ...judgement,
    }),
  );
}

/** Suites that a host takes only where somebody adds them: a fix in one of these is not in the release yet. */
const APART = /-(?:proposed-updates|backports(?:-sloppy)?)$/;

function versionsIn(repositories: unknown): string[] {
  if (!isObject(repositories)) return [];
  return Object.entries(repositories).flatMap(([suite, version]) =>
    typeof version === 'string' && !APART.test(suite) ? [version] : [],
  );
}
