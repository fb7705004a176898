import type { FlawLife } from '#core/reports/track-reported.ts';
import { flawIdsOf } from './flaw-columns.ts';
import type { FlawData } from './flaw-columns.ts';
import type { ReportedScan, SpanDraft } from './fold-reports.ts';

/** A span to be written with the texts of one record. */
export interface PlannedSpan extends SpanDraft {
  readonly assetId: string;
  readonly timeAssumed: boolean;
  readonly flawId: string;
  /** Of the record, which a claim does not change. */
  readonly facts: number;
}

/** Which records of a report begin a span, and which. */
export interface PlannedSpans {
  readonly plan: (ordinal: number, host: string, draft: SpanDraft) => void;
  readonly describe: (scan: Pick<ReportedScan, 'host' | 'at' | 'login'>, asset: PlannedAsset) => void;
  readonly at: (ordinal: number, host: string) => PlannedSpan | null;
  readonly count: () => number;
  /** All of it, for another thread. */
  readonly data: () => PlannedData;
}

/** What was planned, as plain data. */
export interface PlannedData {
  readonly kept: KeptFlaws;
  readonly flags: Uint8Array;
  readonly special: ReadonlyMap<number, SpanDraft>;
  readonly hosts: ReadonlyMap<string, PlannedHost>;
}

type PlannedHost = PlannedAsset & { readonly life: Omit<FlawLife, 'facts' | 'atPort' | 'check'> };

/** Of the records that are kept, what need not be worked out again. */
export type KeptFlaws = Pick<FlawData, 'size' | 'ids' | 'facts'>;

export interface PlannedAsset {
  readonly assetId: string;
  readonly timeAssumed: boolean;
}

const PLAIN = 1;
const SPECIAL = 2;

/**
 * Most records of most reports begin a span that is open, seen for the first time, from the start of the scan: of these
 * only that is kept.
 * @param kept records of the report that are kept
 */
export function createPlannedSpans(kept: KeptFlaws): PlannedSpans {
  const flags = new Uint8Array(kept.size);
  const special = new Map<number, SpanDraft>();
  const hosts = new Map<string, PlannedHost>();
  let count = 0;
  return {
    describe: ({ host, at, login }, { assetId, timeAssumed }) => {
      const life = { open: true, status: 'open', byLogin: login, fromAt: at } as const;
      hosts.set(host, { assetId, timeAssumed, life: { ...life, firstDetectedAt: at, reopenNo: 0 } });
    },
    plan: (ordinal, host, draft) => {
      const known = hosts.get(host);
      if (!known) return;
      count += 1;
      const isPlain = draft.untilAt === null && isSame(draft.life, known.life);
      flags[ordinal] = isPlain ? PLAIN : SPECIAL;
      if (!isPlain) special.set(ordinal, draft);
    },
    ...openPlannedSpans({ kept, flags, special, hosts }),
    count: () => count,
    data: () => ({ kept, flags, special, hosts }),
  };
}

/** What was planned, to be looked up. */
export function openPlannedSpans({ kept, flags, special, hosts }: PlannedData): Pick<PlannedSpans, 'at'> {
  const idOf = flawIdsOf(kept);
  return {
    at: (ordinal, host) => {
      const known = flags[ordinal] ? hosts.get(host) : undefined;
      if (!known) return null;
      const { assetId, timeAssumed, life } = known;
      const draft = special.get(ordinal) ?? {
        life: { ...life, facts: 0, atPort: false, check: '' },
        untilAt: null,
      };
      const { life: drafted, untilAt } = draft;
      const facts = kept.facts[ordinal] ?? 0;
      return { assetId, timeAssumed, flawId: idOf(ordinal), facts, life: drafted, untilAt };
    },
  };
}

function isSame(life: FlawLife, plain: Omit<FlawLife, 'facts' | 'atPort' | 'check'>): boolean {
  return (
    life.status === plain.status &&
    life.byLogin === plain.byLogin &&
    life.fromAt === plain.fromAt &&
    life.firstDetectedAt === plain.firstDetectedAt &&
    life.reopenNo === plain.reopenNo
  );
}
