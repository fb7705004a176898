import type { PolicyVersion } from '#core/policy/policy.ts';
import type { AdviceBook } from './advice-book.ts';
import type { AssetMemory } from './asset-memory.ts';
import type { Evidence } from './evidence.ts';
import type { HoldingBook } from './holding-book.ts';
import type { KnownFacts } from './known-facts.ts';
import type { LastScans } from './last-scans.ts';
import type { RatingBook } from './rating-book.ts';
import type { StepBook } from './step-book.ts';
import type { Writer } from './writer.ts';

/** What applying an event works with. */
export interface ApplyContext {
  readonly writer: Writer;
  readonly evidence: Evidence;
  readonly policies: readonly PolicyVersion[];
  readonly facts: KnownFacts;
  readonly lastScans: LastScans;
  readonly assets: AssetMemory;
  readonly advice: AdviceBook;
  readonly ratings: RatingBook;
  readonly steps: StepBook;
  readonly holdings: HoldingBook;
}
