import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Installation } from './installation.ts';
import { rootDir } from './installation.ts';
import type { CountOrder } from './server-entry.ts';

const ENTRY = join(import.meta.dirname, 'server-entry.ts');
const START_MS = 60_000;

/** The server in a process group of its own, the way an init system or a terminal would have it. */
export interface CrashServer {
  readonly url: string;
  readonly dead: boolean;
  /** All it printed so far. */
  output(): string;
  /** Have it kill its process group at a counted point; resolves when the counting has begun. */
  killAt(order: CountOrder): Promise<void>;
  /** Kill the process group now. */
  kill(): void;
  /** Ends in order. */
  stop(): Promise<void>;
  readonly ended: Promise<void>;
}

/** Starts the server and waits until it answers. */
export async function startCrashServer(installation: Installation, hostPause: number): Promise<CrashServer> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ENTRY], {
    cwd: rootDir,
    detached: true,
    env: { ...installation.env, CRASH_HOST_PAUSE: hostPause.toFixed(3) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  let dead = false;
  const collect = (chunk: Buffer) => (output += chunk.toString('utf8'));
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  // Killed while a message is on its way.
  child.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      dead = true;
      resolve();
    });
  });
  const server: CrashServer = {
    url: `http://127.0.0.1:${installation.env.PORT ?? ''}`,
    get dead() {
      return dead;
    },
    output: () => output,
    killAt: (order) => beginCount(child, order),
    kill: () => killGroup(child),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
    ended,
  };
  await untilReady(server);
  return server;
}

async function beginCount(child: ChildProcess, order: CountOrder): Promise<void> {
  const begun = new Promise((resolve) => child.once('message', resolve));
  child.send(order);
  await begun;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  process.kill(-child.pid, 'SIGKILL');
}

async function untilReady(server: CrashServer): Promise<void> {
  const until = Date.now() + START_MS;
  while (!server.output().includes('is ready')) {
    if (server.dead) throw new Error(`the server did not start: ${server.output()}`);
    if (Date.now() > until) {
      server.kill();
      throw new Error(`the server is not ready after ${START_MS / 1000} s: ${server.output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
