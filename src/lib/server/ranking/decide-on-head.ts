import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';

/** What was known up to an event. */
interface Seen {
  readonly seq: number;
}

interface Deciding<S extends Seen, R> {
  /** Reads what the decision rests on, with the last event it knows. */
  readonly look: () => Promise<S>;
  /** Checks the decision against it and appends its events; throws to refuse. */
  readonly decide: (seen: S) => R;
}

const ATTEMPTS = 20;

/**
 * Append a decision only if nothing was recorded since what it rests on was read; else look again. Of two persons who
 * decide at once the second is judged by what the first one did. The events are applied when it resolves.
 * @throws AppError what `decide` throws; LOG_BUSY (409) when the log never stands still
 */
export async function decideOnHead<S extends Seen, R>(
  app: App,
  { look, decide }: Deciding<S, R>,
): Promise<R & { readonly firstSeq: number; readonly seq: number }> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const seen = await look();
    const done = app.store.transaction(() => {
      const { log } = app.store;
      if (log.head().seq !== seen.seq) return null;
      return { ...decide(seen), firstSeq: seen.seq + 1, seq: log.head().seq };
    });
    if (done === null) continue;
    await app.warehouse.catchUp();
    return done;
  }
  throw new AppError({
    code: 'LOG_BUSY',
    message: 'Too much is being recorded at once to decide on what is known.',
    remedy: 'Try again in a moment.',
    status: 409,
  });
}
