import type { FindingIdentity } from '#core/advisory/finding-state.ts';
import type { StepWord } from '#core/advisory/further-steps.ts';
import type { AdviceBook } from './advice-book.ts';
import { findingId } from './finding-id.ts';
import type { Writer } from './writer.ts';

/** A person recorded, or took back, that the steps of a finding's fix are verified. */
export interface StepFact {
  readonly assetId: string;
  readonly findingId: string;
  readonly product: string;
  readonly verified: boolean;
  /** UTC ms. */
  readonly at: number;
}

/** All such records, in the order of the log. Kept in memory. */
export interface StepBook {
  note(fact: StepFact): void;
  of(assetId: string): readonly StepFact[];
}

export function createStepBook(): StepBook {
  const facts = new Map<string, StepFact[]>();
  return {
    note: (fact) => {
      const list = facts.get(fact.assetId);
      if (list) list.push(fact);
      else facts.set(fact.assetId, [fact]);
    },
    of: (assetId) => facts.get(assetId) ?? [],
  };
}

/** Read all records, once per open warehouse. */
export async function loadStepBook(writer: Writer): Promise<StepBook> {
  const book = createStepBook();
  for (const row of await writer.run('step-records', {}))
    book.note({ ...row, verified: row.kind === 'verified', at: Date.parse(row.recordedAt) });
  return book;
}

/** What is known of steps on an asset by an instant, UTC ms. */
export function stepsBy(
  { advice, steps }: { readonly advice: AdviceBook; readonly steps: StepBook },
  assetId: string,
  at: number,
): StepWord {
  const records = steps.of(assetId);
  return {
    stepsOf: (key) => (key === null ? null : (advice.at(key, at)?.steps ?? null)),
    verifiedAt: (finding: FindingIdentity) => {
      if (records.length === 0) return null;
      const id = findingId(assetId, finding);
      const last = records.findLast((one) => one.findingId === id && one.at <= at);
      return last?.verified ? last.at : null;
    },
  };
}
