import type { Holding } from '#core/inventory/holdings.ts';
import type { Writer } from './writer.ts';

/** Numbers of holdings, in the order in which they first came: rows of many assets are counted by a number. */
export interface HoldingBook {
  /** @returns its number; one that is new is written by the event that brings it */
  numberOf(writer: Pick<Writer, 'append'>, holding: Holding, seq: number): number;
}

export function createHoldingBook(known: readonly (readonly [Holding, number])[] = []): HoldingBook {
  const numbers = new Map(known);
  return {
    numberOf: (writer, holding, seq) => {
      const number = numbers.get(holding);
      if (number !== undefined) return number;
      const next = numbers.size + 1;
      numbers.set(holding, next);
      writer.append('holding', [{ holding_no: next, advice_keys: holding, opened_seq: seq }]);
      return next;
    },
  };
}

/** Read all numbers, once per open warehouse. */
export async function loadHoldingBook(writer: Writer): Promise<HoldingBook> {
  const rows = await writer.run('holdings', {});
  return createHoldingBook(rows.map(({ adviceKeys, holdingNo }) => [adviceKeys, holdingNo] as const));
}
