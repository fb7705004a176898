import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SetupProblem, inProject } from './project.mjs';

/** Holds the lock and half-made installations; ignores itself in git. */
export const setupFolder = inProject('.patchproof-setup');
const lockFile = join(setupFolder, 'lock');
const maxWaitMs = 600_000;
const pollMs = 500;

/**
 * Runs an action that changes node_modules or build while no other command of this clone does.
 * A holder that died is noticed by its process id and start time, so a crash never blocks the clone.
 * @template T
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function withFolderLock(action) {
  await takeLock();
  const release = () => rmSync(lockFile, { force: true });
  process.once('exit', release);
  try {
    return await action();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

async function takeLock() {
  mkdirSync(setupFolder, { recursive: true });
  writeFileSync(join(setupFolder, '.gitignore'), '*\n');
  const giveUpAt = Date.now() + maxWaitMs;
  for (let told = false; !claim(); told = true) {
    const holder = readHolder(lockFile);
    if (holder !== null && !isRunning(holder)) {
      dropDeadLock(holder);
      continue;
    }
    const pid = holder?.split(' ')[0] ?? 'unknown';
    if (!told) console.log(`Waiting for process ${pid}, which is installing or building in this folder…`);
    if (Date.now() > giveUpAt) {
      throw new SetupProblem(`Process ${pid} has held this folder for 10 minutes; stop it and start again.`);
    }
    await pause(pollMs);
  }
}

/** Links a complete file into place: unlike create-then-write, nobody can ever read it half written. */
function claim() {
  const draft = `${lockFile}.${process.pid}`;
  writeFileSync(draft, identityOf(process.pid));
  try {
    linkSync(draft, lockFile);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Two waiters may both see the dead holder; whoever grabs a living one's lock by mistake puts it back. @param {string} holder */
function dropDeadLock(holder) {
  const grabbed = `${lockFile}.${process.pid}.dead`;
  try {
    renameSync(lockFile, grabbed);
    if (readHolder(grabbed) !== holder) linkSync(grabbed, lockFile);
  } catch {
    // Somebody else removed it first: the next round decides.
  } finally {
    rmSync(grabbed, { force: true });
  }
}

/** @param {string} path */
function readHolder(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** @param {string} holder */
function isRunning(holder) {
  const pid = Number(holder.split(' ')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
  return identityOf(pid) === holder;
}

/** Process id and, where /proc tells it, the start time (field 22 of proc(5) stat): ids are reused. @param {number} pid */
function identityOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return String(pid);
  }
}
