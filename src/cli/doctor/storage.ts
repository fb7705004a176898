import { accessSync, constants, existsSync, statSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { readLock } from '#lib/server/data-dir.ts';
import { fail, ok, warn } from './check.ts';
import type { Check } from './check.ts';

const MIB = 1024 * 1024;
const TIGHT_BYTES = 2048 * MIB;
const TOO_LITTLE_BYTES = 256 * MIB;

export const checkDataDir: Check = ({ config: { dataDir } }) => {
  if (!existsSync(dataDir)) return ok(`${dataDir} does not exist yet; the first start makes it`);
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return fail(`${dataDir} cannot be written by this user`, 'Give it to this user, or set PATCHPROOF_DATA.');
  }
  const mode = statSync(dataDir).mode & 0o777;
  if (mode & 0o077) return fail(`${dataDir} has mode 0${mode.toString(8)}`, `Run: chmod 0700 '${dataDir}'`);
  return ok(`${dataDir}, mode 0700`);
};

export const checkLock: Check = ({ config: { dataDir } }) => {
  const held = readLock(dataDir);
  if (!held) return ok('Nobody holds the data directory');
  const { pid, host, startedAt, url } = held.lock;
  const who = `PID ${pid} on ${host} since ${startedAt}`;
  if (!held.alive) return ok(`The last owner, ${who}, ended without saying so; the next start recovers`);
  return ok(url === null ? `Held by ${who}` : `The server ${who} answers at ${url}`);
};

export const checkKeyFile: Check = ({ config: { keyFile, dataDir } }) => {
  if (!existsSync(keyFile)) {
    if (!existsSync(dataDir)) return ok(`${keyFile} does not exist yet; the first start makes it`);
    return fail(`${keyFile} is missing`, 'Put the key file back, or point PATCHPROOF_KEY_FILE at it.');
  }
  const { mode: bits, size } = statSync(keyFile);
  const mode = bits & 0o777;
  if (mode & 0o077) return fail(`${keyFile} has mode 0${mode.toString(8)}`, `Run: chmod 0400 '${keyFile}'`);
  if (size !== 32) return fail(`${keyFile} has ${size} bytes instead of 32`, 'Restore it from its backup.');
  return ok(`${keyFile}, mode 0${mode.toString(8)}; keep a copy apart from the data`);
};

export const checkDiskSpace: Check = ({ config: { dataDir } }) => {
  const { bavail, bsize } = statfsSync(nearestExisting(dataDir));
  const free = bavail * bsize;
  const found = `${Math.floor(free / MIB)} MiB free for the data directory`;
  if (free < TOO_LITTLE_BYTES) return fail(found, 'Free some space before the next scan.');
  return free < TIGHT_BYTES ? warn(found, 'Plan for more space.') : ok(found);
};

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}
