import type { Store } from '../../store/store.ts';

const WRONG_CODES = 5;
const WINDOW_MS = 15 * 60_000;

interface FactorAttempt {
  readonly accountId: string;
  readonly now: number;
}

/**
 * Counts a code as wrong before it is looked at, so that many at once cannot slip past; `forgiveFactor` takes it back.
 * False when five were wrong within 15 minutes: then none is looked at until the window is over.
 */
export function admitFactor(store: Store, { accountId, now }: FactorAttempt): boolean {
  const counter = store.rateCounters.get(keyOf(accountId));
  const open = counter !== undefined && now < counter.windowStartedAt + WINDOW_MS;
  const failures = open ? counter.failures : 0;
  if (failures >= WRONG_CODES) return false;
  const windowStartedAt = open ? counter.windowStartedAt : now;
  store.rateCounters.set(keyOf(accountId), { failures: failures + 1, windowStartedAt, blockedUntil: null });
  return true;
}

/** Whether the attempt just counted was the last of its window. */
export function isExhausted(store: Store, accountId: string): boolean {
  return (store.rateCounters.get(keyOf(accountId))?.failures ?? 0) >= WRONG_CODES;
}

/** After a right code the count starts afresh. */
export function forgiveFactor(store: Store, accountId: string): void {
  store.rateCounters.clear(keyOf(accountId));
}

function keyOf(accountId: string): string {
  return `factor:${accountId}`;
}
