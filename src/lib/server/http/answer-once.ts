import { createHash } from 'node:crypto';
import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';

const KEY = /^[\x21-\x7e]{1,200}$/;

export interface OnceRequest<T> {
  /** The Idempotency-Key header; null when there is none. */
  readonly key: string | null;
  /** What the request asks for; it may not differ when the key comes again. */
  readonly content: Uint8Array;
  /** Does the work; must itself give the same answer for the same content, for a crash before the key is kept. */
  readonly work: () => T;
}

/**
 * The answer to a request that may come again: the same key gets the first answer, the work is done once.
 * Keys belong to whoever sent them.
 * @throws AppError IDEMPOTENCY_KEY_INVALID (400), IDEMPOTENCY_MISMATCH (422)
 */
export function answerOnce<T>(
  app: Pick<App, 'store' | 'clock'>,
  viewer: Viewer,
  { key, content, work }: OnceRequest<T>,
): T {
  if (key === null) return work();
  if (!KEY.test(key)) throw keyInvalid();
  const receiptKey = `${viewer.personId ?? viewer.name}\n${key}`;
  const requestDigest = createHash('sha256').update(content).digest('hex');
  const first = app.store.receipts.find(receiptKey);
  if (first) {
    if (first.requestDigest !== requestDigest) throw mismatch();
    // Written below, by the same kind of request.
    return first.receipt as T;
  }
  const receipt = work();
  app.store.transaction(() => {
    if (app.store.receipts.find(receiptKey)) return;
    app.store.receipts.insert({ key: receiptKey, requestDigest, receipt, createdAt: app.clock() });
  });
  return receipt;
}

function keyInvalid(): AppError {
  return new AppError({
    code: 'IDEMPOTENCY_KEY_INVALID',
    message: 'The Idempotency-Key is not of 1 to 200 visible ASCII characters.',
    remedy: 'Send a UUID.',
  });
}

function mismatch(): AppError {
  return new AppError({
    code: 'IDEMPOTENCY_MISMATCH',
    message: 'This Idempotency-Key came before with another content.',
    remedy: 'Take a new key for a new request.',
    status: 422,
  });
}
