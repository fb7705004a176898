import type { CveFacts } from '../ranking/rank-inputs.ts';
import { compareSign } from '../version/compare.ts';
import type { VersionScheme } from '../version/compare.ts';
import { isUpdateId } from '../version/windows-update.ts';
import { readAdviceKey } from './advice-key.ts';
import type { AdviceKey } from './advice-key.ts';
import { settingsBy } from './advise-settings.ts';
import type { RecommendedSettings } from './advise-settings.ts';
import { withAnnounced } from './announced-fix.ts';
import { judgedAs } from './backport.ts';
import { concerning } from './concerns.ts';
import type { AdvisoryNotice, Ecosystem, Statement } from './feed-item.ts';
import type { UpdateState } from './feed-answer.ts';
import { judgeStatement } from './judge-statement.ts';
import type { StatementVerdict, UnfixedState } from './judge-statement.ts';
import { judgeUpdate, updatesInPlace, withReplaced } from './judge-update.ts';
import type { UpdatesInPlace } from './judge-update.ts';
import { carriedBy, missingAdvisories } from './missing-advisories.ts';
import { readPlatform, repositoriesOf, windowsHostOf } from './platform.ts';
import { buildLine } from './release-line.ts';
import type { UnknownFlaw } from './unknown-flaw.ts';
import { severities } from './rank.ts';
import type { Severity } from './rank.ts';

/** A statement with the feed that made it and the event that recorded that feed's file. */
export interface KnownStatement extends Statement {
  readonly feed: string;
  readonly seq: number;
}

/** What feeds know besides statements, by id. */
export interface FeedKnowledge {
  /** @param ecosystem whose notice; absent = the first of that id: vendors have numbers of their own, but for CVEs */
  readonly notice: (id: string, ecosystem?: Ecosystem) => AdvisoryNotice | undefined;
  readonly facts: (cve: string) => CveFacts | undefined;
  /** Which products a repository belongs to, as statements name what carries a fix; absent = nobody tells. */
  readonly productsOf?: (repository: string) => readonly string[];
}

/** The record that decides about one flaw, so that a person finds it again. */
export interface DecidingRecord {
  readonly vulnerability: string;
  readonly feed: string;
  /** Event that recorded the feed's file. */
  readonly seq: number;
  /** Where in the file. */
  readonly at: string;
  readonly fixed: string;
}

export interface UnfixedFlaw {
  readonly vulnerability: string;
  readonly state: UnfixedState;
  /** The archive that has it, the version that is announced, or the vendor's own words. */
  readonly note: string | null;
  /** The feed that says so, the event that recorded its file, and where in it. */
  readonly feed: string;
  readonly seq: number;
  readonly at: string;
}

/** What feeds say of one product in one installed version on one platform. */
export interface Advice {
  /** The newest advisory that is missing; null = none named. */
  readonly advisory: string | null;
  /** Older ones that it carries as well, newest first. */
  readonly supersedes: readonly string[];
  readonly title: string | null;
  /** The highest version that fixes something, the update where no version does; null = nothing to install. */
  readonly fixed: string | null;
  /** Updates that alone say whether the product has its fixes; absent = versions do. */
  readonly updates?: UpdateState;
  /** Notices that recommend settings for it; absent = none. Each is an item of its own (`adviseSettings`). */
  readonly settings?: readonly RecommendedSettings[];
  /** Of the oldest advisory missing: ISO instant or bare day, null = not known. */
  readonly released: string | null;
  /** The worst that a missing advisory is rated. */
  readonly severity: Severity | null;
  /** What the newest advisory asks for besides installing. */
  readonly steps: string | null;
  /** First day on which one of the flaws was listed as known to be exploited. */
  readonly knownExploited: string | null;
  /** Flaws that `fixed` ends, sorted. */
  readonly cves: readonly string[];
  readonly unfixed: readonly UnfixedFlaw[];
  /** Flaws of which it cannot be told, with why. */
  readonly unknown: readonly UnknownFlaw[];
  /** What is known of those of `cves` that anything is known of. */
  readonly facts: readonly CveFacts[];
  readonly records: readonly DecidingRecord[];
}

/**
 * Which feed decides about a flaw of a platform's own packages, first to last: the vendor's record of states before
 * its announcements, these before what is derived from them. Nothing else ever says what fixes a flaw.
 */
const precedence: readonly string[] = [
  'debian-tracker',
  'ubuntu-vex',
  'redhat-vex',
  'suse-vex',
  'ubuntu-osv',
  'debian-announcements',
  'debian-cve-list',
  'ubuntu-notices',
  'redhat-advisories',
  'suse-csaf',
  'almalinux',
  'rocky',
  'oracle',
  'updateinfo',
  'alpine-secdb',
  'arch',
  'freebsd-vuxml',
  'msrc',
  'osv',
  'changelogs',
];

const orderOf = (feed: string): number => {
  const at = precedence.indexOf(feed);
  return at === -1 ? precedence.length : at;
};

/**
 * Judges one installed version by all statements about its product.
 * @param statements those of the key's ecosystem, release and product; others are passed over
 * @returns null when no statement concerns it
 */
export function advise(
  keyText: string,
  statements: readonly KnownStatement[],
  known: FeedKnowledge,
): Advice | null {
  const { key, mark } = judgedAs(readAdviceKey(keyText));
  const concerns = concerning(key);
  const concerned = statements.filter((one) => concerns(one) && isSecurity(one, known));
  if (concerned.length === 0) return null;
  const judging = judgingOf(key, concerned, known);
  const flaws = [...groupByFlaw(concerned)].sort(([a], [b]) => (a < b ? -1 : 1));
  const fixable: { readonly statement: KnownStatement; readonly fixed: string }[] = [];
  const unfixed: UnfixedFlaw[] = [];
  const unknown: UnknownFlaw[] = [];
  const settings: RecommendedSettings[] = [];
  for (const [vulnerability, said] of flaws) {
    const { statement, verdict } = judgeFlaw(said, judging);
    if (verdict.kind === 'fixable') fixable.push({ statement, fixed: verdict.fixed });
    if (verdict.kind !== 'fixable' && isRejected(vulnerability, known)) continue;
    if (verdict.kind === 'unknown') unknown.push({ vulnerability, why: verdict.why });
    if (verdict.kind === 'unfixed') {
      settings.push(...settingsBy(statement, known));
      const note =
        verdict.fixed ?? (verdict.state === 'needs_subscription' ? statement.repository : statement.note);
      const { feed, seq, at } = statement;
      unfixed.push({ vulnerability, state: verdict.state, note, feed, seq, at });
    }
  }
  const told = summary({ judging, concerned, fixable }, known);
  const said = { ...told, fixed: told.fixed && `${told.fixed}${mark}`, unfixed, unknown };
  return settings.length === 0 ? said : { ...said, settings };
}

/** How the statements about one key are judged. */
interface Judging {
  readonly key: AdviceKey;
  readonly entitlements: readonly string[];
  readonly judge: (statement: Statement) => StatementVerdict;
  /** What counts first among several statements of the deciding feed. */
  readonly kinds: readonly StatementVerdict['kind'][];
  /** null = not on Windows. */
  readonly updates: UpdatesInPlace | null;
}

const kinds: Judging['kinds'] = ['fixable', 'unfixed', 'unknown', 'clear'];
/** Microsoft names several updates of which each alone ends the flaw: one in place is enough. */
const alternatives: Judging['kinds'] = ['clear', 'fixable', 'unfixed', 'unknown'];

function judgingOf(key: AdviceKey, concerned: readonly KnownStatement[], known: FeedKnowledge): Judging {
  const platform = readPlatform(key.platform);
  const { version: installed } = key;
  const products = repositoriesOf(platform).flatMap((id) => known.productsOf?.(id) ?? []);
  // A build that Ksplice patches, or a FIPS one of Oracle's, shows itself where it comes from.
  const line = platform.ecosystem === 'oracle' ? buildLine(platform.ecosystem, installed) : '';
  const entitlements = [...platform.entitlements, ...products, ...(line === '' ? [] : [line])];
  // Some records say only that a subscription is needed: with all of its archives, whichever it is.
  if (['esm-apps', 'esm-infra'].every((one) => entitlements.includes(one))) entitlements.push('ubuntu-pro');
  if (platform.ecosystem !== 'windows') {
    const judge = (statement: Statement) => judgeStatement(statement, installed);
    return { key, entitlements, judge, kinds, updates: null };
  }
  const listed = windowsHostOf(platform).updates;
  const updates = updatesInPlace(concerned, { installed, listed }, known.notice);
  const judge = (statement: Statement) => judgeUpdate(statement, installed, updates);
  return { key, entitlements, judge, kinds: alternatives, updates };
}

/** Errata for bug fixes come as statements too; a withdrawn advisory is none. */
function isSecurity(statement: KnownStatement, { notice }: FeedKnowledge): boolean {
  const told = statement.advisory === null ? undefined : notice(statement.advisory);
  return (
    told === undefined ||
    ((told.about === 'security' || told.about === 'settings') && told.withdrawn === null)
  );
}

function groupByFlaw(
  statements: readonly KnownStatement[],
): Map<string, [KnownStatement, ...KnownStatement[]]> {
  const flaws = new Map<string, [KnownStatement, ...KnownStatement[]]>();
  for (const one of statements) {
    const group = flaws.get(one.vulnerability);
    if (group) group.push(one);
    else flaws.set(one.vulnerability, [one]);
  }
  return flaws;
}

interface Judged {
  readonly statement: KnownStatement;
  readonly verdict: StatementVerdict;
}

/** One verdict about one flaw: that of the feed that comes first, by the archives that the host takes. */
function judgeFlaw(
  said: readonly [KnownStatement, ...KnownStatement[]],
  { entitlements, judge: verdictOf, kinds: first }: Judging,
): Judged {
  const best = Math.min(...said.map(({ feed }) => orderOf(feed)));
  const deciding = withAnnounced(
    said.filter(({ feed }) => orderOf(feed) === best),
    said,
  );
  const own = deciding.filter(({ repository }) => repository === null);
  const entitled = deciding.filter(
    ({ repository }) => repository !== null && entitlements.includes(repository),
  );
  const decide = (some: readonly KnownStatement[]): Judged | undefined => {
    // What is said of the binary itself is said of it alone: its source may have it elsewhere (python3 beside python311).
    const ofBinary = some.filter(({ keyedBy }) => keyedBy === 'binary');
    const judged = (ofBinary.length > 0 ? ofBinary : some).map((statement): Judged => ({
      statement,
      verdict: verdictOf(statement),
    }));
    return first.flatMap((kind) => judged.find(({ verdict }) => verdict.kind === kind) ?? [])[0];
  };
  // An archive that the host takes besides the release's own carries what that one does not.
  const taken = decide(entitled);
  if (taken && taken.verdict.kind !== 'unknown') return taken;
  const released = decide(own);
  const elsewhere = decide(deciding.filter((one) => !own.includes(one) && !entitled.includes(one)));
  const isOpen =
    released === undefined ||
    (released.verdict.kind === 'unfixed' && elsewhere !== undefined && isExtension(elsewhere.statement));
  if (elsewhere?.verdict.kind === 'fixable' && isOpen) {
    return { ...elsewhere, verdict: { kind: 'unfixed', state: 'needs_subscription', fixed: null } };
  }
  const [any] = said;
  return released ?? taken ?? { statement: any, verdict: { kind: 'clear' } };
}

/** An extension of the release delivers the release's own package; a product on top, or an extra of Amazon's, another one. */
function isExtension({ ecosystem, repository }: Statement): boolean {
  return ecosystem !== 'amazon' && !(repository ?? '').startsWith('cpe:');
}

interface Fixable {
  readonly judging: Judging;
  readonly concerned: readonly KnownStatement[];
  readonly fixable: readonly { readonly statement: KnownStatement; readonly fixed: string }[];
}

function summary(
  { judging, concerned, fixable }: Fixable,
  known: FeedKnowledge,
): Omit<Advice, 'unfixed' | 'unknown'> {
  const scheme = fixable[0]?.statement.scheme ?? 'deb';
  const flaws = fixable.map(({ statement }) => statement.vulnerability);
  const cves = flaws.filter((flaw) => !isRejected(flaw, known));
  const { notice } = known;
  const missing = missingAdvisories(concerned, { ...judging, cves: new Set(flaws), scheme, notice });
  // Updates of Windows are in their order already, without those that are in place.
  const advisories = judging.updates === null ? carriedBy(missing.ids, notice) : missing.ids;
  const notices = advisories.flatMap((id) => known.notice(id) ?? []);
  const facts = cves.flatMap((cve) => known.facts(cve) ?? []);
  const [newest = null, ...others] = advisories;
  const told = newest === null ? undefined : known.notice(newest);
  return {
    advisory: newest,
    supersedes: others.filter((id) => !missing.updates.includes(id)),
    title: told?.title ?? null,
    fixed: fixedBy(fixable, { scheme, newest: missing.updates.at(-1) ?? null }),
    ...updateState({ judging, concerned, missing: missing.updates }, known),
    released: least(notices.flatMap(({ released }) => released ?? [])),
    severity: severities.find((one) => notices.some(({ severity }) => severity === one)) ?? null,
    steps: told?.steps ?? null,
    knownExploited: least(facts.flatMap(({ kev, exploited }) => [kev?.added ?? [], exploited ?? []].flat())),
    cves,
    facts,
    records: fixable.map(({ statement, fixed }) => ({
      vulnerability: statement.vulnerability,
      feed: statement.feed,
      seq: statement.seq,
      at: statement.at,
      fixed,
    })),
  };
}

/** A number that was taken back names no flaw, unless it is still listed as exploited. */
function isRejected(flaw: string, { facts }: FeedKnowledge): boolean {
  const known = facts(flaw);
  return known?.rejected === true && known.kev === null && known.exploited === undefined;
}

/** The highest version; where updates alone fix it, one of them. */
function fixedBy(
  fixable: Fixable['fixable'],
  { scheme, newest }: { readonly scheme: VersionScheme; readonly newest: string | null },
): string | null {
  const versions = fixable.map(({ fixed }) => fixed).filter((fixed) => !isUpdateId(fixed));
  return highest(versions, scheme) ?? newest;
}

interface Updating {
  readonly judging: Judging;
  readonly concerned: readonly KnownStatement[];
  readonly missing: readonly string[];
}

/** Nothing where versions say it all. */
function updateState(
  { judging, concerned, missing }: Updating,
  { notice }: FeedKnowledge,
): Pick<Advice, 'updates'> {
  const alone = new Set(
    concerned.flatMap(({ advisory, fixed }) => (advisory === null || fixed !== null ? [] : [advisory])),
  );
  if (judging.updates === null || alone.size === 0) return {};
  const inPlace = withReplaced(judging.updates.inPlace, notice);
  return { updates: { missing, inPlace: [...alone].filter((id) => inPlace.has(id)).sort() } };
}

function highest(versions: readonly string[], scheme: VersionScheme): string | null {
  const [first, ...rest] = versions;
  if (first === undefined) return null;
  return rest.reduce((best, one) => (compareSign(scheme, one, best) === 1 ? one : best), first);
}

/** Of ISO instants and bare days the earliest. */
function least(texts: readonly string[]): string | null {
  return texts.reduce<string | null>((first, one) => (first === null || one < first ? one : first), null);
}
