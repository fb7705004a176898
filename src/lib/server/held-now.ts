/** How long "now" stands still while nothing is recorded. */
const HOLD_MS = 30_000;

/**
 * The instant that answers about "now" are about. It stands still for half a minute unless something is recorded, so
 * that all figures of a page, and of pages opened one after the other, are about the same instant.
 */
export interface HeldNow {
  /** @param head last event applied */
  at(head: number): number;
}

export function createHeldNow(clock: () => number): HeldNow {
  let held: { at: number; head: number } | null = null;
  return {
    at: (head) => {
      const now = clock();
      const isOver = held === null || held.head !== head || now < held.at || now - held.at > HOLD_MS;
      if (isOver || held === null) held = { at: now, head };
      return held.at;
    },
  };
}
