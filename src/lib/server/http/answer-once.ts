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
  const digest = createHash('sha256').update(content).digest('hex');
  const request = { receiptKey: keyOf(viewer, key), digest };
  const first = firstAnswer<T>(app, request);
  return first ? first.receipt : keepAnswer(app, request, work());
}

/**
 * The same for work that takes its time, about a content of which only the hash is at hand.
 * @throws AppError as `answerOnce`
 */
export async function answerOnceLater<T>(
  app: Pick<App, 'store' | 'clock'>,
  viewer: Viewer,
  { key, digest, work }: { key: string | null; digest: string; work: () => Promise<T> },
): Promise<T> {
  if (key === null) return work();
  const request = { receiptKey: keyOf(viewer, key), digest };
  const first = firstAnswer<T>(app, request);
  return first ? first.receipt : keepAnswer(app, request, await work());
}

function keyOf(viewer: Viewer, key: string): string {
  if (!KEY.test(key)) throw keyInvalid();
  return `${viewer.personId ?? viewer.name}\n${key}`;
}

interface KeyedRequest {
  readonly receiptKey: string;
  readonly digest: string;
}

function firstAnswer<T>(
  app: Pick<App, 'store'>,
  { receiptKey, digest }: KeyedRequest,
): { receipt: T } | null {
  const first = app.store.receipts.find(receiptKey);
  if (!first) return null;
  if (first.requestDigest !== digest) throw mismatch();
  // Written below, by the same kind of request.
  return { receipt: first.receipt as T };
}

function keepAnswer<T>(
  app: Pick<App, 'store' | 'clock'>,
  { receiptKey, digest }: KeyedRequest,
  receipt: T,
): T {
  app.store.transaction(() => {
    if (app.store.receipts.find(receiptKey)) return;
    app.store.receipts.insert({
      key: receiptKey,
      requestDigest: digest,
      receipt,
      createdAt: app.clock(),
    });
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
