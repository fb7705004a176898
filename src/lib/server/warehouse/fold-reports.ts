import { trackReported } from '#core/reports/track-reported.ts';
import type { FlawLife, ReportedState } from '#core/reports/track-reported.ts';
import type { AboutFlaw, StatedFlaw } from './read-sightings.ts';
import type { StoredFlaw } from './stored-flaws.ts';

/** One scan of one asset as a report tells it. */
export interface ReportedScan {
  readonly artifact: string;
  readonly scanId: string;
  readonly host: string;
  /** Start, UTC ms. */
  readonly at: number;
  readonly login: boolean;
  readonly complete: boolean;
  /** The checks that ran; null = all that the tool has. */
  readonly ran: ReadonlySet<string> | null;
  readonly flaws: ReadonlyMap<string, StatedFlaw>;
}

/** A span to be written, with the texts that the scan's report has of it. */
export interface SpanDraft {
  readonly life: FlawLife;
  untilAt: number | null;
}

export interface FoldedReports {
  /** All spans of the tool, those that stood before too. */
  readonly spans: readonly StoredFlaw[];
  /** New spans by the scan that began them: flaw → draft. */
  readonly drafts: ReadonlyMap<ReportedScan, ReadonlyMap<string, SpanDraft>>;
  /** Spans that stood open and now end. */
  readonly ended: readonly { readonly flawId: string; readonly at: number }[];
  /** What any change is about, before and after it. */
  readonly touched: ReadonlySet<AboutFlaw>;
}

/** Fold scans of one asset by one tool, in the order of their start, into what was known of it. */
export function foldReports(
  tool: string,
  { state, spans: stored }: { readonly state: ReportedState; readonly spans: readonly StoredFlaw[] },
  scans: readonly ReportedScan[],
): FoldedReports {
  const spans = [...stored];
  const current = new Map<string, { index: number; draft: SpanDraft | null }>();
  for (const [index, span] of stored.entries()) {
    if (span.untilAt === null) current.set(span.flawId, { index, draft: null });
  }
  const drafts = new Map<ReportedScan, Map<string, SpanDraft>>();
  const ended: { flawId: string; at: number }[] = [];
  const touched = new Set<AboutFlaw>();
  let known = state;
  for (const scan of scans) {
    const { state: next, changes } = trackReported(known, {
      at: scan.at,
      credentialed: scan.login,
      complete: scan.complete,
      ran: scan.ran,
      flaws: scan.flaws,
    });
    known = next;
    const ofScan = new Map<string, SpanDraft>();
    for (const { flaw, kind, life } of changes) {
      const open = current.get(flaw);
      const before = open && spans[open.index];
      if (open && before) {
        touched.add(before.about);
        spans[open.index] = { ...before, untilAt: scan.at };
        if (open.draft) open.draft.untilAt = scan.at;
        else ended.push({ flawId: flaw, at: scan.at });
        current.delete(flaw);
      }
      if (kind === 'closed') continue;
      const about = scan.flaws.get(flaw)?.about ?? before?.about;
      if (!about) continue;
      touched.add(about);
      const draft: SpanDraft = { life, untilAt: null };
      ofScan.set(flaw, draft);
      current.set(flaw, { index: spans.length, draft });
      const { open: _open, ...facts } = life;
      spans.push({ tool, flawId: flaw, ...facts, untilAt: null, openedBy: scan.scanId, about });
    }
    if (ofScan.size > 0) drafts.set(scan, ofScan);
  }
  return { spans, drafts, ended, touched };
}
