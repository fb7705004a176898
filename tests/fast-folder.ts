import { mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Linux keeps what lies here in memory. */
const IN_MEMORY = '/dev/shm';
/** Containers are often given 64 MiB; bytes. */
const ENOUGH = 3 * 2 ** 30;

/**
 * A new folder for the data of an installation, in memory where there is enough of it: each event is written through to
 * the disk two or three times, and tests of anything but that need not wait for it.
 */
export function fastFolder(prefix: string): string {
  return mkdtempSync(join(hasRoom() ? IN_MEMORY : tmpdir(), prefix));
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize >= ENOUGH;
  } catch {
    return false;
  }
}
