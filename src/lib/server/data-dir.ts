import {
  accessSync,
  chmodSync,
  constants,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { AppError } from '#core/errors.ts';
import { makeDirectory } from './make-directory.ts';
import { isRunning, thisProcess, type ProcessIdentity } from './process-identity.ts';

/** Who owns the data directory, and how to talk to that process. */
export interface OwnerLock extends ProcessIdentity {
  readonly startedAt: string;
  /** Set once the server listens. */
  readonly url: string | null;
  /** Proves to the server that its caller can read the data directory. Never printed. */
  readonly controlToken: string | null;
  readonly released: boolean;
}

/** The data directory, owned by this process until `release`. */
export interface DataDir {
  readonly path: string;
  file(name: string): string;
  publishServer(server: { url: string; controlToken: string }): void;
  release(): void;
}

interface Holder {
  readonly generation: number;
  /** null: emptied by a power failure, so its owner is gone. */
  readonly lock: OwnerLock | null;
}

/*
 * The lock is a row of generations lock.1.json, lock.2.json, …; the owner is who made the highest one.
 * A new one is made by link(2), which lets exactly one of many starters win, and the highest is never
 * deleted, only marked as released. So nobody has to remove a stale lock first, which is the step where
 * two starters could each remove the other's.
 */
const LOCK_NAME = /^lock\.(\d+)\.json$/;

/**
 * Creates the data directory when it is missing (mode 0700) and takes ownership of it.
 * @throws AppError DATA_DIR_IN_USE (exit 3) while another process owns it, DATA_DIR_UNWRITABLE (exit 3)
 */
export function openDataDir(directory: string, options: { now: number; self?: ProcessIdentity }): DataDir {
  const path = resolve(directory);
  const self = options.self ?? thisProcess();
  prepareDirectory(path);
  const lock: OwnerLock = {
    ...self,
    startedAt: new Date(options.now).toISOString(),
    url: null,
    controlToken: null,
    released: false,
  };
  return ownedDirectory(path, acquire(path, lock, self), lock);
}

/**
 * The current owner of a data directory, for a process that wants to talk to it; null when nobody has
 * ever owned it or the last owner left in order. `alive` is false after a crash.
 */
export function readLock(directory: string): { alive: boolean; lock: OwnerLock } | null {
  const holder = currentHolder(resolve(directory));
  if (!holder?.lock || holder.lock.released) return null;
  return { alive: isRunning(holder.lock, thisProcess()), lock: holder.lock };
}

function ownedDirectory(path: string, generation: number, initial: OwnerLock): DataDir {
  let lock = initial;
  const rewrite = (next: OwnerLock) => {
    if (lock.released) return;
    lock = next;
    const draft = writeDraft(path, lock);
    renameSync(draft, lockFile(path, generation));
  };
  return {
    path,
    file: (name) => join(path, name),
    publishServer: (server) => rewrite({ ...lock, ...server }),
    release: () => rewrite({ ...lock, url: null, controlToken: null, released: true }),
  };
}

function acquire(path: string, lock: OwnerLock, self: ProcessIdentity): number {
  const draft = writeDraft(path, lock);
  try {
    for (;;) {
      const holder = currentHolder(path);
      const lastOwner = holder?.lock;
      if (lastOwner && !lastOwner.released && isRunning(lastOwner, self)) throw inUse(lastOwner, path);
      const generation = (holder?.generation ?? 0) + 1;
      if (claim(draft, path, generation)) return generation;
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** True when this process now holds the highest generation. */
function claim(draft: string, path: string, generation: number): boolean {
  try {
    linkSync(draft, lockFile(path, generation));
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw unwritable(path, error);
  }
  const others = generations(path).filter((other) => other !== generation);
  // Whoever looked at the directory long ago may make a generation that was already passed and swept.
  if (others.some((other) => other > generation)) {
    rmSync(lockFile(path, generation), { force: true });
    return false;
  }
  for (const older of others) rmSync(lockFile(path, older), { force: true });
  return true;
}

function currentHolder(path: string): Holder | null {
  for (;;) {
    const generation = Math.max(0, ...generations(path));
    if (generation === 0) return null;
    try {
      return { generation, lock: parseLock(readFileSync(lockFile(path, generation), 'utf8')) };
    } catch (error) {
      // Swept by a newer owner between listing and reading: look again.
      if (errorCode(error) === 'ENOENT') continue;
      throw unwritable(path, error);
    }
  }
}

/** A lock is linked into place complete, so one that cannot be read was lost with the power. */
function parseLock(text: string): OwnerLock | null {
  try {
    const lock: OwnerLock = JSON.parse(text);
    return lock;
  } catch {
    return null;
  }
}

function generations(path: string): number[] {
  try {
    return readdirSync(path).flatMap((name) => {
      const digits = LOCK_NAME.exec(name)?.[1];
      return digits === undefined ? [] : [Number(digits)];
    });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw unwritable(path, error);
  }
}

function prepareDirectory(path: string): void {
  try {
    makeDirectory(path);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    const names = readdirSync(path);
    // Only a directory that is ours is closed to others: PATCHPROOF_DATA=/tmp must not lock out everyone.
    const ours = names.length === 0 || names.some((name) => LOCK_NAME.test(name));
    if (ours && statSync(path).uid === process.getuid?.()) chmodSync(path, 0o700);
  } catch (error) {
    throw unwritable(path, error);
  }
}

function writeDraft(path: string, lock: OwnerLock): string {
  const draft = join(path, `lock.${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeFileSync(draft, `${JSON.stringify(lock)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw unwritable(path, error);
  }
  return draft;
}

function lockFile(path: string, generation: number): string {
  return join(path, `lock.${generation}.json`);
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}

function inUse(lock: OwnerLock, path: string): AppError {
  return new AppError({
    code: 'DATA_DIR_IN_USE',
    message: `Data directory is in use by PID ${lock.pid} on host ${lock.host} since ${lock.startedAt}.`,
    remedy:
      lock.host === thisProcess().host
        ? 'Stop that process, or set PATCHPROOF_DATA to another directory.'
        : `Stop it there. Only if that host is gone for good, delete the lock.*.json files in ${path}.`,
    status: 409,
    exitCode: 3,
  });
}

function unwritable(path: string, error: unknown): AppError {
  return new AppError({
    code: 'DATA_DIR_UNWRITABLE',
    message: `Data directory ${path} cannot be written (${errorCode(error)}).`,
    remedy: 'Give this user write access to it, or set PATCHPROOF_DATA to another directory.',
    status: 500,
    exitCode: 3,
    cause: error,
  });
}
