import { AppError } from '#core/errors.ts';
import { readConfig } from '#lib/server/config.ts';
import { readLock } from '#lib/server/data-dir.ts';
import type { CliContext } from '../context.ts';

/** A server that owns the data directory, and how to talk to it. */
export interface RunningInstance {
  readonly pid: number;
  readonly url: string;
  readonly controlToken: string;
}

/**
 * The server of the data directory, null when none runs.
 * @throws AppError STARTING (exit 3) when its owner does not listen: a starting server or another command
 */
export function findRunningInstance(context: CliContext): RunningInstance | null {
  const { dataDir } = readConfig(context.env, context.rootDir);
  const held = readLock(dataDir);
  if (!held?.alive) return null;
  const { pid, url, controlToken } = held.lock;
  if (url !== null && controlToken !== null) return { pid, url, controlToken };
  throw new AppError({
    code: 'STARTING',
    message: `PID ${pid} holds the data directory and does not answer yet: a server that starts, or another command.`,
    remedy: 'Try again in a moment.',
    exitCode: 3,
  });
}

/** Refuses to go on beside a running server. @throws AppError SERVER_RUNNING (exit 3) */
export function refuseBesideServer(context: CliContext, remedy: string): void {
  const instance = findRunningInstance(context);
  if (!instance) return;
  throw new AppError({
    code: 'SERVER_RUNNING',
    message: `The server with PID ${instance.pid} holds the data directory.`,
    remedy,
    exitCode: 3,
  });
}
