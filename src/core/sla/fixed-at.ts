/** What one sufficient scan says about one flaw: complete, and by a method at least as strong as the first. */
export interface SufficientScan {
  readonly id: string;
  readonly at: number;
  readonly sawFlaw: boolean;
  /** The fix is installed but old code still runs (reboot or restart pending): the flaw is still there. */
  readonly onlyOldCodeRuns?: boolean;
}

/** One line of the host's own package record, seen against the fixed version. */
export interface PackageRecord {
  readonly package: string;
  readonly at: number;
  readonly state: 'fixed' | 'below' | 'removed';
}

/**
 * Whether it can be seen which code runs: `not-needed` (nothing stays loaded), `not-seen` (a remark), or the
 * instants at which the machine booted or the service started.
 */
export type LoadState = 'not-needed' | 'not-seen' | { readonly startedAt: readonly number[] };

export interface FixEvidence {
  readonly scans: readonly SufficientScan[];
  readonly records: readonly PackageRecord[];
  /** Packages that must all be fixed; empty = those the records name. */
  readonly packages: readonly string[];
  readonly load: LoadState;
}

export type FixedAt =
  | { readonly fixedAt: null; readonly verifiedAt: null; readonly lastSawFlawAt: number | null }
  | {
      readonly fixedAt: number;
      /** `record`: the host's own record (and start); `scan`: the first scan that saw it fixed. */
      readonly fixedBy: 'record' | 'scan';
      readonly verifiedAt: number;
      readonly verifiedBy: string;
      readonly lastSawFlawAt: number | null;
      readonly remarks: readonly string[];
    };

/** Scans in order of time, ties by id, so that the order they arrived in never matters. */
export function inOrder(scans: readonly SufficientScan[]): SufficientScan[] {
  return scans.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** Start of the last unbroken period at or above the fixed version, known at `until`; null = no such record. */
function periodStart(records: readonly PackageRecord[], brokenAt: number, until: number): PeriodStart {
  const known = records.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at);
  const run = known.slice(known.findLastIndex(({ state }) => state === 'below') + 1);
  const accepted = run.find(({ at }) => at > brokenAt);
  if (accepted) return { at: accepted.at };
  return run.length > 0 ? 'contradicted' : 'none';
}

type PeriodStart = { readonly at: number } | 'contradicted' | 'none';

/** All packages must be fixed: the last of their periods counts, and one without a record spoils it. */
function recordStart(evidence: FixEvidence, brokenAt: number, until: number): PeriodStart {
  const { packages, records } = evidence;
  const needed = packages.length > 0 ? packages : [...new Set(records.map((record) => record.package))];
  let latest: PeriodStart = 'none';
  for (const name of needed) {
    const own = records.filter((record) => record.package === name);
    const start = periodStart(own, brokenAt, until);
    if (typeof start === 'string') return start;
    if (typeof latest === 'string' || start.at > latest.at) latest = start;
  }
  return latest;
}

/** When the installed fix was also running: the first start after it that no later scan contradicts. */
function loadedAt(load: LoadState, installedAt: number, sawFlawAt: number, until: number): number | null {
  const starts = (typeof load === 'string' ? [installedAt] : load.startedAt).filter(
    (at) => at >= installedAt && at > sawFlawAt && at <= until,
  );
  return starts.length > 0 ? Math.min(...starts) : null;
}

/**
 * When the flaw was gone, decided from the host's own record where scans do not contradict it, else from
 * the first sufficient scan that saw it fixed. Without such a scan nothing is fixed (`null`).
 */
export function decideFixedAt(evidence: FixEvidence): FixedAt {
  const scans = inOrder(evidence.scans);
  const lastSaw = scans.findLast((scan) => scan.sawFlaw);
  const lastSawFlawAt = lastSaw?.at ?? null;
  const verified = scans[lastSaw ? scans.indexOf(lastSaw) + 1 : 0];
  if (verified === undefined) return { fixedAt: null, verifiedAt: null, lastSawFlawAt };

  const lastUnfixed = scans.findLast((scan) => scan.sawFlaw && !scan.onlyOldCodeRuns);
  const start = recordStart(evidence, lastUnfixed?.at ?? -Infinity, verified.at);
  const loaded =
    typeof start === 'string'
      ? null
      : loadedAt(evidence.load, start.at, lastSaw?.at ?? -Infinity, verified.at);
  const refused = start === 'contradicted' ? [`record refused: contradicted by scan ${lastUnfixed?.id}`] : [];
  const unseen = evidence.load === 'not-seen' ? ['load state not seen'] : [];
  return {
    fixedAt: loaded ?? verified.at,
    fixedBy: loaded === null ? 'scan' : 'record',
    verifiedAt: verified.at,
    verifiedBy: verified.id,
    lastSawFlawAt,
    remarks: [...refused, ...unseen],
  };
}
