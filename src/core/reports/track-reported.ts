import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';

/** A flaw as one report states it of one host; of several statements the worst. */
export interface Sighting {
  readonly status: ReportedFlaw['status'];
  /** It is of a port: a network check can see it and see it gone. */
  readonly atPort: boolean;
  /** Digest of what may change without its being another flaw. */
  readonly facts: number;
  /** The tool's id of the check that finds it. */
  readonly check: string;
}

/** One scan of one asset by another tool, as its report tells it. */
export interface TrackedReport {
  /** Start of the scan, UTC ms. */
  readonly at: number;
  /** The tool says that it logged in or runs there. */
  readonly credentialed: boolean;
  /** The tool says that it finished this host. */
  readonly complete: boolean;
  /** The checks that ran; null = all that the tool has. */
  readonly ran: ReadonlySet<string> | null;
  /** Flaw → what is said of it. */
  readonly flaws: ReadonlyMap<string, Sighting>;
}

/** `accepted` = the tool's users accepted it; `claimed` = the tool says fixed, and its scan is no proof. */
export type FlawStatus = 'open' | 'accepted' | 'claimed';

/** One flaw of one asset between two reports of a tool. */
export interface FlawLife {
  readonly open: boolean;
  readonly status: FlawStatus;
  /** A scan with login saw it in this life: a weaker one cannot see it gone. */
  readonly byLogin: boolean;
  readonly atPort: boolean;
  readonly facts: number;
  readonly check: string;
  /** Start of the scan from which it is as it is now, UTC ms. */
  readonly fromAt: number;
  readonly firstDetectedAt: number;
  /** How often it came back after it was closed. */
  readonly reopenNo: number;
}

/** What one tool says of one asset: flaw → its life. */
export type ReportedState = ReadonlyMap<string, FlawLife>;

export interface FlawChange {
  readonly flaw: string;
  readonly kind: 'new' | 'reopened' | 'changed' | 'closed';
  readonly life: FlawLife;
}

/**
 * Fold one report into what a tool says of an asset. Pure; reports must come in the order of their start, so that the
 * state after any set of them is the same however they arrived.
 *
 * A flaw that is not in the report is closed only where the tool demonstrably looked: the host is complete, the check that
 * finds the flaw ran, and the tool logged in, or the flaw is of a port and no login ever saw it. A statement "fixed" or "not affected" closes
 * under the same condition; "fixed" without it is a claim. "Accepted" stays open.
 */
export function trackReported(
  state: ReportedState,
  report: TrackedReport,
): { state: ReportedState; changes: FlawChange[] } {
  const changes: FlawChange[] = [];
  for (const [flaw, sighting] of report.flaws) {
    const change = seen(flaw, state.get(flaw), { sighting, report });
    if (change) changes.push(change);
  }
  if (report.complete) {
    for (const [flaw, life] of state) {
      if (life.open && !report.flaws.has(flaw) && looksAt(report, life)) changes.push(closing(flaw, life));
    }
  }
  if (changes.length === 0) return { state, changes };
  const next = new Map(state);
  for (const { flaw, life } of changes) next.set(flaw, life);
  return { state: next, changes };
}

interface Seen {
  readonly sighting: Sighting;
  readonly report: TrackedReport;
}

function seen(flaw: string, life: FlawLife | undefined, { sighting, report }: Seen): FlawChange | null {
  const { status } = sighting;
  if (status === 'open' || status === 'accepted') return seenOpen(flaw, life, { sighting, report, status });
  if (!life?.open) return null;
  if (report.complete && looksAt(report, life)) return closing(flaw, life);
  if (status !== 'fixed' || life.status === 'claimed') return null;
  return { flaw, kind: 'changed', life: { ...life, status: 'claimed', fromAt: report.at } };
}

function seenOpen(
  flaw: string,
  life: FlawLife | undefined,
  { sighting, report, status }: Seen & { readonly status: 'open' | 'accepted' },
): FlawChange | null {
  const { atPort, facts, check } = sighting;
  const now = { open: true, status, atPort, facts, check, fromAt: report.at };
  if (!life?.open) {
    const reopenNo = life === undefined ? 0 : life.reopenNo + 1;
    const started = { ...now, byLogin: report.credentialed, firstDetectedAt: report.at, reopenNo };
    return { flaw, kind: life === undefined ? 'new' : 'reopened', life: started };
  }
  const byLogin = life.byLogin || report.credentialed;
  if (life.status === status && life.facts === facts && life.byLogin === byLogin) return null;
  return { flaw, kind: 'changed', life: { ...life, ...now, byLogin } };
}

/** With the check that finds it, and by an equal or stronger method than any that saw it. */
function looksAt({ credentialed, ran }: TrackedReport, life: FlawLife): boolean {
  return (ran === null || ran.has(life.check)) && (credentialed || (life.atPort && !life.byLogin));
}

function closing(flaw: string, life: FlawLife): FlawChange {
  return { flaw, kind: 'closed', life: { ...life, open: false } };
}

const severity: Readonly<Record<Sighting['status'], number>> = {
  open: 3,
  accepted: 2,
  fixed: 1,
  'not-affected': 0,
};

/** Of two statements of one report about the same flaw the worse one. */
export function worseOf(a: Sighting, b: Sighting): Sighting {
  return severity[b.status] > severity[a.status] ? b : a;
}
