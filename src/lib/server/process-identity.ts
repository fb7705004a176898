import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** What tells one process apart from every other, also from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Changes at every boot; null where the system does not say. */
  readonly bootId: string | null;
  /** A container restarted under the same host name has another one; null where there are none. */
  readonly pidNamespace: string | null;
  /** Clock ticks since boot at which the process started (proc(5), field 22); null without /proc. */
  readonly startTicks: string | null;
}

/** Identity of the running process. */
export function thisProcess(): ProcessIdentity {
  return {
    pid: process.pid,
    host: hostname(),
    bootId: readOrNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pidNamespace: readOrNull(() => readlinkSync('/proc/self/ns/pid')),
    startTicks: startTicksOf(process.pid),
  };
}

/**
 * Whether that process still runs, as far as `observer` can know. On another host nothing can be seen,
 * so it counts as running: two owners would cost more than one message to a person.
 */
export function isRunning(other: ProcessIdentity, observer: ProcessIdentity): boolean {
  if (other.host !== observer.host) return true;
  if (other.bootId !== observer.bootId || other.pidNamespace !== observer.pidNamespace) return false;
  if (other.startTicks !== null) return startTicksOf(other.pid) === other.startTicks;
  return answersSignals(other.pid);
}

function startTicksOf(pid: number): string | null {
  const stat = readOrNull(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === null) return null;
  // The command name may hold spaces and brackets, so fields are counted from the last bracket.
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ended = state === 'Z' || state === 'X';
  return ended ? null : (rest[18] ?? null);
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function readOrNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
