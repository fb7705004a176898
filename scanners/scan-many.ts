import type { Envelope } from './envelope.ts';
import type { ScanRequest, Scanner } from './scanner.ts';

/** Hosts scanned at the same time unless told otherwise. */
export const DEFAULT_CONCURRENCY = 32;

export interface TargetResult<Request extends ScanRequest> {
  readonly request: Request;
  readonly envelope: Envelope;
}

/**
 * Scans many targets, at most `concurrency` at a time, and yields each result as soon as it is there. When the
 * caller stops early, no further scan is started; those running end by their own signal.
 */
export async function* scanMany<Request extends ScanRequest>(
  scanner: Pick<Scanner, 'collect'>,
  requests: Iterable<Request>,
  concurrency = DEFAULT_CONCURRENCY,
): AsyncGenerator<TargetResult<Request>> {
  const waiting = requests[Symbol.iterator]();
  const running = new Map<symbol, Promise<{ key: symbol; result: TargetResult<Request> }>>();
  const startNext = (): boolean => {
    const next = waiting.next();
    if (next.done) return false;
    const key = Symbol();
    const request = next.value;
    running.set(
      key,
      scanner.collect(request).then((envelope) => ({ key, result: { request, envelope } })),
    );
    return true;
  };
  while (running.size < concurrency && startNext());
  while (running.size > 0) {
    const { key, result } = await Promise.race(running.values());
    running.delete(key);
    startNext();
    yield result;
  }
}
