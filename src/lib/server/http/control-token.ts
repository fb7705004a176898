import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { isLoopback } from '../config.ts';
import { readLock } from '../data-dir.ts';

/** Header that carries the control token of the lock file. */
export const CONTROL_HEADER = 'x-patchproof-control';

/**
 * Lets through only who can read the data directory of this very server, from this machine. Anyone else is
 * answered as if there were nothing.
 * @throws AppError NOT_FOUND (404)
 */
export function requireControl(app: App, headers: Headers, clientAddress: string): void {
  if (holdsControl(app, headers, clientAddress)) return;
  throw new AppError({
    code: 'NOT_FOUND',
    message: 'There is nothing here.',
    remedy: 'Run the command on the server itself, as the user who started it.',
    status: 404,
    exitCode: 3,
  });
}

/** Whether a request comes from this machine and from who can read the data directory. */
export function holdsControl(app: App, headers: Headers, clientAddress: string): boolean {
  const given = headers.get(CONTROL_HEADER);
  if (given === null || !isLoopback(clientAddress)) return false;
  const expected = readLock(app.dataDir.path)?.lock.controlToken ?? null;
  return expected !== null && equal(given, expected);
}

/** In constant time; hashed first, so that lengths do not matter. */
function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
