import { findingKey } from '#core/reports/finding-of-flaw.ts';
import type { FlawSpan } from '#core/reports/reported-finding.ts';
import type { FlawLife, FlawStatus, ReportedState } from '#core/reports/track-reported.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import type { AboutFlaw } from './read-sightings.ts';
import type { ReportedFlawsRow } from './writes.gen.ts';

/** Apart the fixes of one flaw's findings, where no vendor has one and there are several. */
export const FIX_PART = '\u001d';

/** A span of one flaw as the warehouse has it. */
export interface StoredFlaw {
  readonly tool: string;
  readonly flawId: string;
  readonly fromAt: number;
  readonly untilAt: number | null;
  readonly status: FlawStatus;
  readonly byLogin: boolean;
  readonly atPort: boolean;
  readonly facts: number;
  readonly check: string;
  readonly firstDetectedAt: number;
  readonly reopenNo: number;
  readonly openedBy: string;
  readonly about: AboutFlaw;
}

/** Spans of an asset, as `reported-flaws` writes them into one text. */
export function readStoredFlaws({ flaws }: ReportedFlawsRow): StoredFlaw[] {
  return flaws.split('\u001e').map((text) => {
    const cells = text.split('\u001f');
    const cell = (index: number) => cells[index] ?? '';
    const orNull = (index: number) => (cell(index) === '' ? null : cell(index));
    const product = cell(11);
    const fixes = cell(16).split(FIX_PART);
    return {
      tool: cell(0),
      flawId: cell(1),
      fromAt: Number(cell(2)),
      untilAt: cell(3) === '' ? null : Number(cell(3)),
      status: cell(4) as FlawStatus,
      byLogin: cell(5) === 'true',
      atPort: cell(6) === 'true',
      facts: Number(cell(7)),
      firstDetectedAt: Number(cell(8)),
      reopenNo: Number(cell(9)),
      openedBy: cell(10),
      check: cell(17),
      about: {
        product,
        fixes,
        keys: fixes.map((fix) => findingKey(fix, product)),
        pkg:
          product === ''
            ? null
            : {
                name: product,
                arch: orNull(12),
                installed: orNull(13),
                fixed: orNull(14),
                scheme: orNull(15) as VersionScheme | null,
              },
      },
    };
  });
}

/** What a tool last said of an asset: the newest span of each flaw. Spans come in the order of their start. */
export function stateOf(spans: readonly StoredFlaw[]): ReportedState {
  const lives = new Map<string, FlawLife>();
  for (const span of spans) {
    const { status, byLogin, atPort, facts, check, fromAt, firstDetectedAt, reopenNo } = span;
    const known = { status, byLogin, atPort, facts, check, fromAt, firstDetectedAt, reopenNo };
    lives.set(span.flawId, { ...known, open: span.untilAt === null });
  }
  return lives;
}

/** A scan of another tool, or a complete one of our own, by which spans begin and end. */
export interface PastScan {
  readonly scanId: string;
  readonly artifact: string;
  readonly host: string;
  readonly at: number;
  readonly login: boolean;
  readonly complete: boolean;
  /** It ran chosen checks: what it does not name it need not have looked for. */
  readonly narrow: boolean;
}

/** What ends a span: the tool's scans; and whether two persons decided that the tool is right. */
export interface SpanWitness {
  readonly scans: readonly PastScan[];
  readonly confirmed: boolean;
}

/** The span with the scans that end it, as findings need it. */
export function spanOf(flaw: StoredFlaw, { scans, confirmed }: SpanWitness): FlawSpan {
  const { fromAt, untilAt, openedBy, status, about } = flaw;
  const known = { fromAt, untilAt, openedBy, confirmed, claimed: status === 'claimed', pkg: about.pkg };
  if (untilAt === null) return { ...known, closedBy: null, lastSeenAt: null };
  const couldClose = scans.filter(
    ({ complete, login }) => complete && (login || (flaw.atPort && !flaw.byLogin)),
  );
  const closing = couldClose.find(({ at }) => at === untilAt);
  // A scan that could have closed it and did not has seen it.
  const before = couldClose.findLast(({ at, narrow }) => !narrow && at >= fromAt && at < untilAt);
  return { ...known, closedBy: closing?.scanId ?? null, lastSeenAt: before?.at ?? fromAt };
}
