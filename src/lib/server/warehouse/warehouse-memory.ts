import { loadAdjudicationBook } from './adjudication-book.ts';
import type { AdjudicationBook } from './adjudication-book.ts';
import { loadAdviceBook } from './advice-book.ts';
import type { AdviceBook } from './advice-book.ts';
import { createAssetMemory } from './asset-memory.ts';
import type { AssetMemory } from './asset-memory.ts';
import { loadExceptionBook } from './exception-book.ts';
import type { ExceptionBook } from './exception-book.ts';
import { loadHoldingBook } from './holding-book.ts';
import type { HoldingBook } from './holding-book.ts';
import { loadKnownFacts } from './known-facts.ts';
import type { KnownFacts } from './known-facts.ts';
import { loadLastScans } from './last-scans.ts';
import type { LastScans } from './last-scans.ts';
import { loadRatingBook } from './rating-book.ts';
import type { RatingBook } from './rating-book.ts';
import { loadStepBook } from './step-book.ts';
import type { StepBook } from './step-book.ts';
import { loadWaitingAssets } from './waiting-assets.ts';
import type { WaitingAssets } from './waiting-assets.ts';
import type { Writer } from './writer.ts';

/** What applying an event would otherwise have to search for. */
export interface Memory {
  readonly lastScans: LastScans;
  readonly facts: KnownFacts;
  readonly assets: AssetMemory;
  readonly reported: Set<string>;
  readonly advice: AdviceBook;
  readonly steps: StepBook;
  readonly holdings: HoldingBook;
  readonly ratings: RatingBook;
  readonly adjudications: AdjudicationBook;
  readonly exceptions: ExceptionBook;
  readonly waiting: WaitingAssets;
}

/** Read once per open warehouse, when the first event is applied. */
export async function loadMemory(writer: Writer): Promise<Memory> {
  const advice = await loadAdviceBook(writer);
  const ratings = await loadRatingBook(writer);
  return {
    steps: await loadStepBook(writer),
    holdings: await loadHoldingBook(writer),
    lastScans: await loadLastScans(writer),
    facts: await loadKnownFacts(writer, { advice, ratings }),
    assets: createAssetMemory(),
    reported: new Set((await writer.run('reported-assets', {})).map(({ assetId }) => assetId)),
    advice,
    ratings,
    adjudications: await loadAdjudicationBook(writer),
    exceptions: await loadExceptionBook(writer),
    waiting: await loadWaitingAssets(writer),
  };
}
