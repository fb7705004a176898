import { createHash } from 'node:crypto';
import { AppError } from '#core/errors.ts';
import type { Store } from '../store/store.ts';
import { addressGroup } from './client-address.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const FREE_FAILURES = 5;
/** PCI DSS v4.0.1 req. 8.3.4: at most 10 tries, then at least 30 minutes. */
const LOCK_FAILURES = 10;
const LOCK_MS = 30 * MINUTE_MS;
const ADDRESS_FAILURES = 20;
const ADDRESS_WINDOW_MS = 10 * MINUTE_MS;

export interface SignInAttempt {
  readonly username: string;
  readonly address: string;
  readonly now: number;
}

/**
 * `admitted`: check the password. `paused`, `locked`: refuse as if it were wrong. `address-blocked`: refuse
 * with 429; `address-blocked-now` says so for the first time in this window.
 */
export type Admission = 'admitted' | 'paused' | 'locked' | 'address-blocked' | 'address-blocked-now';

/**
 * Counts an attempt as failed before it is checked, so that many at once cannot all slip past the limit;
 * `forgiveAttempt` takes it back. Unknown user names are counted like known ones.
 */
export function admitAttempt(store: Store, attempt: SignInAttempt): Admission {
  const address = countAddress(store, attempt);
  return address === 'admitted' ? countAccount(store, attempt) : address;
}

/**
 * Counts a failure of an address that no user name stands beside.
 * @throws AppError TOO_MANY_ATTEMPTS (429)
 */
export function countAddressFailure(store: Store, attempt: Pick<SignInAttempt, 'address' | 'now'>): void {
  if (countAddress(store, attempt) !== 'admitted') throw tooManyAttempts();
}

/** So many within a window, of one address or account. */
interface Within {
  readonly key: string;
  /** An address, or an id. */
  readonly of: string;
  readonly most: number;
  readonly windowMs: number;
  readonly now: number;
}

/** Counts one within a window. @throws AppError TOO_MANY_ATTEMPTS (429) beyond the most there may be */
export function admitWithin(store: Store, { key: name, of, most, windowMs, now }: Within): void {
  const key = `${name}:${addressGroup(of)}`;
  const stored = store.rateCounters.get(key);
  const open = stored !== undefined && now < stored.windowStartedAt + windowMs;
  const counter = open ? stored : { failures: 0, windowStartedAt: now, blockedUntil: null };
  if (counter.failures >= most) throw tooManyRequests(windowMs);
  store.rateCounters.set(key, { ...counter, failures: counter.failures + 1 });
}

const ASKS_PER_WINDOW = 60;

/**
 * Counts a challenge given to an address, so that a stranger cannot fill the store with them.
 * @throws AppError TOO_MANY_ATTEMPTS (429)
 */
export function countAddressAsk(
  store: Store,
  { address, now }: Pick<SignInAttempt, 'address' | 'now'>,
): void {
  admitWithin(store, { key: 'asks', of: address, most: ASKS_PER_WINDOW, windowMs: ADDRESS_WINDOW_MS, now });
}

function tooManyRequests(windowMs: number): AppError {
  return new AppError({
    code: 'TOO_MANY_ATTEMPTS',
    message: 'This was asked for too often.',
    remedy: `Wait ${Math.round(windowMs / MINUTE_MS)} minutes.`,
    status: 429,
  });
}

/** Too many failures from one address. */
export function tooManyAttempts(): AppError {
  return new AppError({
    code: 'TOO_MANY_ATTEMPTS',
    message: 'Too many failed sign-ins from your address.',
    remedy: 'Wait ten minutes.',
    status: 429,
  });
}

/** Whether the account of a user name is locked: after ten failures, for 30 minutes. */
export function isLocked(store: Store, attempt: Pick<SignInAttempt, 'username' | 'now'>): boolean {
  const counter = store.rateCounters.get(accountKey(attempt));
  if (!counter || counter.blockedUntil === null) return false;
  return counter.failures === 0 && attempt.now < counter.blockedUntil;
}

/** Ends pause and lock of a user name. */
export function unlock(store: Store, username: string): void {
  store.rateCounters.clear(accountKey({ username }));
}

const FLOOD_FAILURES = 200;
const FLOOD_KEY = 'all-sign-ins';

/** Counts a failure among those of everybody; true for the one that makes a flood of them. */
export function countFailure(store: Store, now: number): boolean {
  const stored = store.rateCounters.get(FLOOD_KEY);
  const open = stored !== undefined && now < stored.windowStartedAt + MINUTE_MS;
  const counter = open ? stored : { failures: 0, windowStartedAt: now, blockedUntil: null };
  const failures = counter.failures + 1;
  store.rateCounters.set(FLOOD_KEY, { ...counter, failures });
  return failures === FLOOD_FAILURES;
}

/** Whether so many sign-ins failed within a minute that all of them are slowed down. */
export function isFlooded(store: Store, now: number): boolean {
  const counter = store.rateCounters.get(FLOOD_KEY);
  if (!counter || now >= counter.windowStartedAt + MINUTE_MS) return false;
  return counter.failures >= FLOOD_FAILURES;
}

/** After a right password: the account starts afresh, the address gets its one back. */
export function forgiveAttempt(store: Store, attempt: SignInAttempt): void {
  store.rateCounters.clear(accountKey(attempt));
  const counter = store.rateCounters.get(addressKey(attempt));
  if (!counter) return;
  store.rateCounters.set(addressKey(attempt), { ...counter, failures: Math.max(0, counter.failures - 1) });
}

function countAddress(store: Store, attempt: Pick<SignInAttempt, 'address' | 'now'>): Admission {
  const key = addressKey(attempt);
  const stored = store.rateCounters.get(key);
  const open = stored !== undefined && attempt.now < stored.windowStartedAt + ADDRESS_WINDOW_MS;
  const counter = open ? stored : { failures: 0, windowStartedAt: attempt.now, blockedUntil: null };
  if (counter.failures > ADDRESS_FAILURES) return 'address-blocked';
  store.rateCounters.set(key, { ...counter, failures: counter.failures + 1 });
  return counter.failures === ADDRESS_FAILURES ? 'address-blocked-now' : 'admitted';
}

function countAccount(store: Store, attempt: SignInAttempt): Admission {
  const key = accountKey(attempt);
  const { now } = attempt;
  const counter = store.rateCounters.get(key) ?? { failures: 0, windowStartedAt: now, blockedUntil: null };
  if (counter.blockedUntil !== null && now < counter.blockedUntil) {
    return counter.failures === 0 ? 'locked' : 'paused';
  }
  const failures = counter.failures + 1;
  const locks = failures >= LOCK_FAILURES;
  const pause = failures < FREE_FAILURES ? null : now + SECOND_MS * 2 ** (failures - FREE_FAILURES);
  store.rateCounters.set(key, {
    ...counter,
    // After the lock the count begins anew; a lock is told from a pause by its zero.
    failures: locks ? 0 : failures,
    blockedUntil: locks ? now + LOCK_MS : pause,
  });
  return 'admitted';
}

/** Hashed: people type passwords into the wrong field. */
function accountKey({ username }: Pick<SignInAttempt, 'username'>): string {
  return `account:${createHash('sha256').update(username).digest('hex')}`;
}

function addressKey({ address }: Pick<SignInAttempt, 'address'>): string {
  return `address:${addressGroup(address)}`;
}
