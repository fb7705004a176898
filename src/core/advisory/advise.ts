import type { CveFacts } from '../ranking/rank-inputs.ts';
import { compareSign } from '../version/compare.ts';
import type { VersionScheme } from '../version/compare.ts';
import { readAdviceKey } from './advice-key.ts';
import type { AdviceKey } from './advice-key.ts';
import type { AdvisoryNotice, Statement } from './feed-item.ts';
import { judgeStatement } from './judge-statement.ts';
import type { StatementVerdict, UnfixedState } from './judge-statement.ts';
import { readPlatform } from './platform.ts';
import { severities } from './rank.ts';
import type { Severity } from './rank.ts';

/** A statement with the feed that made it and the event that recorded that feed's file. */
export interface KnownStatement extends Statement {
  readonly feed: string;
  readonly seq: number;
}

/** What feeds know besides statements, by id. */
export interface FeedKnowledge {
  readonly notice: (id: string) => AdvisoryNotice | undefined;
  readonly facts: (cve: string) => CveFacts | undefined;
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

export interface UnknownFlaw {
  readonly vulnerability: string;
  readonly why: string;
}

export interface UnfixedFlaw {
  readonly vulnerability: string;
  readonly state: UnfixedState;
  /** The archive that has it, the version that is announced, or the vendor's own words. */
  readonly note: string | null;
}

/** What feeds say of one product in one installed version on one platform. */
export interface Advice {
  /** The newest advisory that is missing; null = none named. */
  readonly advisory: string | null;
  /** Older ones that it carries as well, newest first. */
  readonly supersedes: readonly string[];
  readonly title: string | null;
  /** The highest version that fixes something; null = nothing to install. */
  readonly fixed: string | null;
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
  'suse-csaf',
  'ubuntu-osv',
  'debian-announcements',
  'debian-cve-list',
  'ubuntu-notices',
  'redhat-advisories',
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
  const key = readAdviceKey(keyText);
  const concerned = statements.filter((one) => concerns(one, key) && isSecurity(one, known));
  if (concerned.length === 0) return null;
  const flaws = [...groupByFlaw(concerned)].sort(([a], [b]) => (a < b ? -1 : 1));
  const fixable: { readonly statement: KnownStatement; readonly fixed: string }[] = [];
  const unfixed: UnfixedFlaw[] = [];
  const unknown: UnknownFlaw[] = [];
  for (const [vulnerability, said] of flaws) {
    const { statement, verdict } = judgeFlaw(said, key);
    if (verdict.kind === 'fixable') fixable.push({ statement, fixed: verdict.fixed });
    if (verdict.kind !== 'fixable' && isRejected(vulnerability, known)) continue;
    if (verdict.kind === 'unknown') unknown.push({ vulnerability, why: verdict.why });
    if (verdict.kind === 'unfixed') {
      const note =
        verdict.fixed ?? (verdict.state === 'needs_subscription' ? statement.repository : statement.note);
      unfixed.push({ vulnerability, state: verdict.state, note });
    }
  }
  return { ...summary({ key, concerned, fixable }, known), unfixed, unknown };
}

/** Whether a statement is about the product of a key: name, and for RPM architecture and module stream too. */
function concerns(statement: KnownStatement, { product, source, module }: AdviceKey): boolean {
  if ((statement.module ?? '') !== module) return false;
  if (source === '') return statement.keyedBy === 'source' && statement.product === product;
  if (statement.keyedBy === 'source') return statement.product === source;
  if (statement.arch === null || statement.arch === 'noarch')
    return (
      product.startsWith(`${statement.product}.`) &&
      !product.slice(statement.product.length + 1).includes('.')
    );
  return `${statement.product}.${statement.arch}` === product;
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

/** What counts first among several statements of the deciding feed. */
const kinds: readonly StatementVerdict['kind'][] = ['fixable', 'unfixed', 'unknown', 'clear'];

/** One verdict about one flaw: that of the feed that comes first, by the archives that the host takes. */
function judgeFlaw(said: readonly [KnownStatement, ...KnownStatement[]], key: AdviceKey): Judged {
  const best = Math.min(...said.map(({ feed }) => orderOf(feed)));
  const deciding = said.filter(({ feed }) => orderOf(feed) === best);
  const { entitlements } = readPlatform(key.platform);
  const own = deciding.filter(({ repository }) => repository === null);
  const entitled = deciding.filter(
    ({ repository }) => repository !== null && entitlements.includes(repository),
  );
  const judge = (statement: KnownStatement): Judged => ({
    statement,
    verdict: judgeStatement(statement, key.version),
  });
  const first = (judged: readonly Judged[]): Judged | undefined =>
    kinds.flatMap((kind) => judged.find(({ verdict }) => verdict.kind === kind) ?? [])[0];
  // An archive that the host takes besides the release's own carries what that one does not.
  const taken = first(entitled.map(judge));
  if (taken && taken.verdict.kind !== 'unknown') return taken;
  const released = first(own.map(judge));
  const elsewhere = first(deciding.filter((one) => !own.includes(one) && !entitled.includes(one)).map(judge));
  const isOpen = released === undefined || released.verdict.kind === 'unfixed';
  if (elsewhere?.verdict.kind === 'fixable' && isOpen) {
    return { ...elsewhere, verdict: { kind: 'unfixed', state: 'needs_subscription', fixed: null } };
  }
  const [any] = said;
  return released ?? taken ?? { statement: any, verdict: { kind: 'clear' } };
}

interface Fixable {
  readonly key: AdviceKey;
  readonly concerned: readonly KnownStatement[];
  readonly fixable: readonly { readonly statement: KnownStatement; readonly fixed: string }[];
}

function summary(
  { key, concerned, fixable }: Fixable,
  known: FeedKnowledge,
): Omit<Advice, 'unfixed' | 'unknown'> {
  const scheme = fixable[0]?.statement.scheme ?? 'deb';
  const flaws = fixable.map(({ statement }) => statement.vulnerability);
  const cves = flaws.filter((flaw) => !isRejected(flaw, known));
  const named = missingAdvisories(concerned, { key, cves: new Set(flaws), scheme });
  const advisories = withReplaced(named, known);
  const notices = advisories.flatMap((id) => known.notice(id) ?? []);
  const facts = cves.flatMap((cve) => known.facts(cve) ?? []);
  const [newest = null, ...older] = advisories;
  const told = newest === null ? undefined : known.notice(newest);
  return {
    advisory: newest,
    supersedes: older,
    title: told?.title ?? null,
    fixed: highest(
      fixable.map(({ fixed }) => fixed),
      scheme,
    ),
    released: least(notices.flatMap(({ released }) => released ?? [])),
    severity: severities.find((one) => notices.some(({ severity }) => severity === one)) ?? null,
    steps: told?.steps ?? null,
    knownExploited: least(facts.flatMap(({ kev }) => kev?.added ?? [])),
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

/** A number that was taken back names no flaw, unless a catalogue still lists it as exploited. */
function isRejected(flaw: string, { facts }: FeedKnowledge): boolean {
  const known = facts(flaw);
  return known?.rejected === true && known.kev === null;
}

/** The missing advisories and after them those that they replace: an installed replacement carries both. */
function withReplaced(named: readonly string[], { notice }: FeedKnowledge): string[] {
  const replaced = new Set<string>();
  const follow = (id: string): void => {
    for (const older of notice(id)?.replaces ?? []) {
      if (replaced.has(older)) continue;
      replaced.add(older);
      follow(older);
    }
  };
  named.forEach(follow);
  const standing = named.filter((id) => !replaced.has(id));
  // Two that name each other as replaced: neither is the newer one.
  return standing.length === 0
    ? [...named]
    : [...standing, ...[...replaced].filter((id) => id !== standing[0])];
}

/** Advisories that carry a fix which the installed version lacks, newest version first. */
function missingAdvisories(
  statements: readonly KnownStatement[],
  {
    key,
    cves,
    scheme,
  }: { readonly key: AdviceKey; readonly cves: ReadonlySet<string>; readonly scheme: VersionScheme },
): string[] {
  const { entitlements } = readPlatform(key.platform);
  const fixes = new Map<string, string>();
  for (const statement of statements) {
    const { advisory, vulnerability, repository } = statement;
    if (advisory === null || !cves.has(vulnerability)) continue;
    if (repository !== null && !entitlements.includes(repository)) continue;
    const verdict = judgeStatement(statement, key.version);
    if (verdict.kind !== 'fixable') continue;
    const before = fixes.get(advisory);
    if (before === undefined || compareSign(scheme, verdict.fixed, before) === 1)
      fixes.set(advisory, verdict.fixed);
  }
  const order = (a: readonly [string, string], b: readonly [string, string]) =>
    (compareSign(scheme, b[1], a[1]) ?? 0) || (a[0] < b[0] ? 1 : -1);
  return [...fixes].sort(order).map(([id]) => id);
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
