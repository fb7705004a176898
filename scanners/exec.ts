import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface ProcessRequest {
  /** Absolute path or a name looked up in PATH; never a shell line. */
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Written to stdin, which is then closed. */
  readonly input: string;
  readonly graceMs: number;
  readonly onStdout: (chunk: Uint8Array) => void;
  readonly onStderr: (chunk: Uint8Array) => void;
}

export interface ProcessEnd {
  /** null: ended by a signal or never started. */
  readonly exitCode: number | null;
  /** Error code when the process could not be started: ENOENT, EACCES … */
  readonly startError: string | null;
}

export interface RunningProcess {
  readonly ended: Promise<ProcessEnd>;
  /** SIGTERM to the process and its descendants, SIGKILL after the grace time. */
  stop(): void;
}

/** Starts a program without a shell. Output goes to the callbacks as it comes; limits are the caller's. */
export function startProcess(request: ProcessRequest): RunningProcess {
  const child = spawn(request.file, request.args, {
    shell: false,
    detached: true,
    env: { ...request.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stopping: NodeJS.Timeout | null = null;
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) resolve({ exitCode: null, startError: error.code ?? 'UNKNOWN' });
    });
    child.once('close', (exitCode) => {
      if (stopping) clearTimeout(stopping);
      resolve({ exitCode, startError: null });
    });
  });
  child.stdout.on('data', request.onStdout);
  child.stderr.on('data', request.onStderr);
  // The program may end before it read its input; its exit code tells that story.
  child.stdin.on('error', () => undefined);
  child.stdin.end(request.input);

  function stop(): void {
    if (stopping || child.pid === undefined || child.exitCode !== null) return;
    const { pid } = child;
    const family = [pid, ...descendants(pid)];
    signalAll(family, 'SIGTERM');
    stopping = setTimeout(() => {
      signalAll([...new Set([...family, ...descendants(pid)])], 'SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
    }, request.graceMs);
  }
  return { ended, stop };
}

/** `timeout` puts what it runs into groups of its own, so killing one process group is not enough. */
function descendants(pid: number): number[] {
  let children: string;
  try {
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1');
  } catch {
    return [];
  }
  const pids = children.split(' ').filter(Boolean).map(Number);
  return pids.flatMap((child) => [child, ...descendants(child)]);
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended meanwhile.
    }
  }
}
