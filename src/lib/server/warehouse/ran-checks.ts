import type { RanChecks, ReportedHost } from '#core/advisory/reported-flaw.ts';

/** Hosts of one report share one list, which can have 200,000 ids. */
const sets = new WeakMap<RanChecks, ReadonlySet<string>>();

/** The checks that a tool ran on a host; null = all that it has. */
export function ranChecks(host: Pick<ReportedHost, 'ran'> | undefined): ReadonlySet<string> | null {
  const ran = host?.ran;
  if (!ran) return null;
  const known = sets.get(ran) ?? new Set(ran.checks);
  sets.set(ran, known);
  return known;
}
