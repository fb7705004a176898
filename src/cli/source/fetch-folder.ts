import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FeedName } from '#scanners/feeds/index.ts';
import type { CliContext } from '../context.ts';

/** Where a feed is downloaded to. */
export interface FetchFolder {
  readonly path: string;
  /** `isKept`: the transfer broke off, and the next call goes on with what came. */
  readonly end: (isKept: boolean) => void;
}

/**
 * The folder of a feed in the user's cache, so that a download that broke off is continued by a later call; one that
 * lasts no longer than this call where another process uses that or it cannot be made.
 */
export function openFetchFolder(env: CliContext['env'], feed: FeedName): FetchFolder {
  const cache = env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache');
  const path = join(cache, 'patchproof', 'feeds', feed);
  const mark = join(path, 'pid');
  if (!take(path, mark)) {
    const passing = mkdtempSync(join(tmpdir(), 'patchproof-feed-'));
    return { path: passing, end: () => rmSync(passing, { recursive: true, force: true }) };
  }
  return { path, end: (isKept) => rmSync(isKept ? mark : path, { recursive: true, force: true }) };
}

/** False where somebody who still runs took it, or where nothing can be written. */
function take(path: string, mark: string): boolean {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    if (isRunning(mark)) return false;
    rmSync(mark, { force: true });
    writeFileSync(mark, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}

function isRunning(mark: string): boolean {
  let pid: number;
  try {
    pid = Number(readFileSync(mark, 'utf8'));
  } catch {
    return false;
  }
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, and there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
