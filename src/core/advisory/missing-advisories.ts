import { compareSign } from '../version/compare.ts';
import type { VersionScheme } from '../version/compare.ts';
import { isUpdateId } from '../version/windows-update.ts';
import type { AdvisoryNotice, Statement } from './feed-item.ts';
import type { StatementVerdict } from './judge-statement.ts';
import { withReplaced } from './judge-update.ts';

interface Looking {
  /** Flaws that something installable ends. */
  readonly cves: ReadonlySet<string>;
  readonly entitlements: readonly string[];
  readonly judge: (statement: Statement) => StatementVerdict;
  readonly scheme: VersionScheme;
  readonly notice: (id: string) => AdvisoryNotice | undefined;
}

export interface MissingAdvisories {
  /** Newest first. */
  readonly ids: readonly string[];
  /** Updates that no version shows, the newest of each line of updates that replace each other. */
  readonly updates: readonly string[];
}

/** Advisories that carry a fix which the installed version lacks. */
export function missingAdvisories(statements: readonly Statement[], looking: Looking): MissingAdvisories {
  const { cves, entitlements, judge, scheme, notice } = looking;
  const fixes = new Map<string, string>();
  for (const statement of statements) {
    const { advisory, vulnerability, repository } = statement;
    if (advisory === null || !cves.has(vulnerability)) continue;
    if (repository !== null && !entitlements.includes(repository)) continue;
    const verdict = judge(statement);
    if (verdict.kind !== 'fixable') continue;
    const before = fixes.get(advisory);
    if (before === undefined || compareSign(scheme, verdict.fixed, before) === 1)
      fixes.set(advisory, verdict.fixed);
  }
  const order = scheme === 'windows' ? byReplacement(notice) : byVersion(scheme);
  const ids = [...fixes].sort(order).map(([id]) => id);
  const replaced = withReplaced(
    ids.flatMap((id) => notice(id)?.replaces ?? []),
    notice,
  );
  const updates = [...fixes].flatMap(([id, fixed]) => (isUpdateId(fixed) && !replaced.has(id) ? [id] : []));
  return { ids, updates: updates.sort() };
}

type Order = (a: readonly [string, string], b: readonly [string, string]) => number;

const byVersion =
  (scheme: VersionScheme): Order =>
  (a, b) =>
    (compareSign(scheme, b[1], a[1]) ?? 0) || byId(a, b);

const byId: Order = (a, b) => (a[0] < b[0] ? 1 : -1);

/**
 * Updates by their release, newest first: their builds have an order only within one product, and those without a build
 * none. An update never comes before one that replaces it, since it was released earlier; on one day the build decides.
 */
function byReplacement(notice: Looking['notice']): Order {
  const released = (id: string) => (notice(id)?.released ?? '').slice(0, 10);
  return (a, b) => {
    const [first, second] = [released(a[0]), released(b[0])];
    if (first !== second) return first < second ? 1 : -1;
    return (compareSign('windows', b[1], a[1]) ?? 0) || byId(a, b);
  };
}

/** The missing advisories and after them those that they replace: an installed replacement carries both. */
export function carriedBy(named: readonly string[], notice: Looking['notice']): readonly string[] {
  const replaced = withReplaced(
    named.flatMap((id) => notice(id)?.replaces ?? []),
    notice,
  );
  const standing = named.filter((id) => !replaced.has(id));
  // Two that name each other as replaced: neither is the newer one.
  return standing.length === 0 ? named : [...standing, ...[...replaced].filter((id) => id !== standing[0])];
}
