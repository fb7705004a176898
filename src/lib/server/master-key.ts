import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, constants, fsyncSync, linkSync, openSync, readFileSync } from 'node:fs';
import { fstatSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, relative, resolve, isAbsolute } from 'node:path';
import { AppError } from '#core/errors.ts';
import { makeDirectory } from './make-directory.ts';

const KEY_BYTES = 32;

/** The master key. The bytes cannot be read back from it, only keys derived for a purpose. */
export class MasterKey {
  readonly #bytes: Uint8Array;
  /** First 16 hex digits of a labelled hash: names the key without telling anything about it. */
  readonly id: string;

  constructor(bytes: Uint8Array) {
    if (bytes.length !== KEY_BYTES) throw new RangeError(`a master key has ${KEY_BYTES} bytes`);
    this.#bytes = Uint8Array.from(bytes);
    this.id = createHash('sha256').update(this.derive('key-id/v1')).digest('hex').slice(0, 16);
  }

  /** 32 bytes by HKDF-SHA-256 (RFC 5869) for one purpose, e.g. `kek/credentials/v1`. */
  derive(label: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#bytes, new Uint8Array(0), `patchproof/${label}`, KEY_BYTES));
  }

  toJSON(): string {
    return `MasterKey ${this.id}`;
  }
}

/** Where the key file is: PATCHPROOF_KEY_FILE, else `patchproof/master.key` in the user's config directory. */
export function keyFilePath(env: Readonly<Record<string, string | undefined>>, home: string): string {
  if (env.PATCHPROOF_KEY_FILE) return resolve(env.PATCHPROOF_KEY_FILE);
  return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'patchproof', 'master.key');
}

export interface MasterKeyOptions {
  readonly path: string;
  /** Data directory, which must not hold the key: whoever steals a copy of it would have both. */
  readonly dataDir: string;
  /** Key id the store was made with; null for a new store. The caller records the id of a first key. */
  readonly expectedId: string | null;
}

/**
 * Reads the master key; on the first start makes it (32 random bytes, mode 0400).
 * @throws AppError (exit 3) KEY_MISSING, KEY_PERMISSIONS, KEY_INVALID, KEY_MISMATCH, KEY_IN_DATA_DIR,
 *   KEY_UNREADABLE. In all of these cases nothing has been written.
 */
export function loadMasterKey(options: MasterKeyOptions): MasterKey {
  refuseInsideDataDir(options);
  const stored = readKeyFile(options.path);
  if (stored === null && options.expectedId !== null) throw missing(options.path, options.expectedId);
  const key = new MasterKey(stored ?? createKeyFile(options.path));
  if (options.expectedId !== null && key.id !== options.expectedId) {
    throw mismatch(options.path, options.expectedId, key.id);
  }
  return key;
}

function readKeyFile(path: string): Buffer | null {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw unreadable(path, error);
  }
  try {
    const mode = fstatSync(fd).mode & 0o777;
    if (mode & 0o077) throw tooOpen(path, mode);
    const bytes = readFileSync(fd);
    if (bytes.length !== KEY_BYTES) throw invalid(path, bytes.length);
    return bytes;
  } finally {
    closeSync(fd);
  }
}

/** Written beside and linked into place, so that no second starter can read half a key. */
function createKeyFile(path: string): Buffer {
  const bytes = randomBytes(KEY_BYTES);
  const draft = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    makeDirectory(dirname(path));
    const fd = openSync(draft, 'wx', 0o400);
    try {
      writeSync(fd, bytes);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    linkSync(draft, path);
    fsyncDirectory(dirname(path));
    return bytes;
  } catch (error) {
    const winner = readKeyFile(path);
    if (winner) return winner;
    throw unreadable(path, error);
  } finally {
    rmSync(draft, { force: true });
  }
}

function fsyncDirectory(path: string): void {
  const fd = openSync(path, constants.O_RDONLY);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function refuseInsideDataDir({ path, dataDir }: MasterKeyOptions): void {
  const inside = relative(resolve(dataDir), resolve(path));
  if (inside.startsWith('..') || isAbsolute(inside)) return;
  throw keyError('KEY_IN_DATA_DIR', {
    message: `The key file ${path} lies inside the data directory it protects.`,
    remedy: 'Set PATCHPROOF_KEY_FILE to a file outside the data directory.',
  });
}

function missing(path: string, expected: string): AppError {
  return keyError('KEY_MISSING', {
    message: `The master key ${expected} of this data directory is not at ${path}.`,
    remedy:
      'Put the key file back or point PATCHPROOF_KEY_FILE at it. Without it stored scan credentials cannot be ' +
      'read by anyone; the evidence itself is not encrypted.',
  });
}

function mismatch(path: string, expected: string, got: string): AppError {
  return keyError('KEY_MISMATCH', {
    message: `The data directory needs master key ${expected}, but ${path} holds ${got}.`,
    remedy: 'Point PATCHPROOF_KEY_FILE at the right key, or PATCHPROOF_DATA at the right data directory.',
  });
}

function tooOpen(path: string, mode: number): AppError {
  return keyError('KEY_PERMISSIONS', {
    message: `The key file ${path} has mode 0${mode.toString(8)}: others than its owner can reach it.`,
    remedy: `Run: chmod 0400 '${path}'`,
  });
}

function invalid(path: string, length: number): AppError {
  return keyError('KEY_INVALID', {
    message: `The key file ${path} has ${length} bytes; a master key has ${KEY_BYTES}.`,
    remedy: 'Restore the key file from its backup.',
  });
}

function unreadable(path: string, cause: unknown): AppError {
  return keyError('KEY_UNREADABLE', {
    message: `The key file ${path} cannot be read or made.`,
    remedy: 'Give this user access to it, or set PATCHPROOF_KEY_FILE.',
    cause,
  });
}

function keyError(code: string, text: { message: string; remedy: string; cause?: unknown }): AppError {
  return new AppError({ code, ...text, status: 500, exitCode: 3 });
}
