import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { runCli } from '#cli/run-cli.ts';
import { fastFolder } from '../fast-folder.ts';

const root = join(import.meta.dirname, '..', '..');
const START_MS = 60_000;

export interface TestServer {
  readonly url: string;
  /** The one-time set-up link that the first start printed; null when an administrator exists. */
  readonly setupLink: string | null;
  readonly env: NodeJS.ProcessEnv;
  /** Ends the server in order, and starts the product on the same data and port with another command. */
  restart(args: readonly string[]): Promise<void>;
  /** Ends the server in order and removes its data. */
  stop(): Promise<void>;
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** What is done to the new data directory before the server starts. */
export type Preparation = (env: NodeJS.ProcessEnv) => Promise<void>;

/** Start the built product on a free port in a new data directory, and wait until it says it is ready. */
export async function startServer(prepare?: Preparation): Promise<TestServer> {
  const home = fastFolder('patchproof-e2e-');
  const port = await freePort();
  const env = {
    ...process.env,
    PORT: String(port),
    PATCHPROOF_DATA: join(home, 'data'),
    PATCHPROOF_KEY_FILE: join(home, 'key', 'master.key'),
    XDG_CONFIG_HOME: join(home, 'config'),
    TZ: 'Europe/Berlin',
  };
  await prepare?.(env);
  const start = (args: readonly string[]) =>
    spawn(join(root, 'bin', 'patchproof'), args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let child = start(['serve']);
  const output = await readUntilReady(child);
  const setupLink = /https?:\/\/\S+\/setup\/\S+/.exec(output)?.[0] ?? null;
  return {
    url: `http://127.0.0.1:${port}`,
    setupLink,
    env,
    restart: async (args) => {
      await endProcess(child);
      child = start(args);
      await readUntilReady(child);
    },
    stop: async () => {
      await endProcess(child);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Runs a command of the product; its standard output. */
export async function runProduct(
  env: NodeJS.ProcessEnv,
  args: readonly string[],
  input = '',
): Promise<string> {
  const child = spawn(join(root, 'bin', 'patchproof'), args, { cwd: root, env, stdio: 'pipe' });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString('utf8')));
  child.stdin.end(input);
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`patchproof ${args.join(' ')} ended with ${code}: ${output.err}`);
  return output.out;
}

/** The same command in the process of the test: for many questions to a server, which start no Node each. */
export async function runProductHere(env: NodeJS.ProcessEnv, args: readonly string[]): Promise<string> {
  const output = { out: '', err: '' };
  const code = await runCli(args, {
    env,
    rootDir: root,
    now: Date.now,
    stdout: { write: (text) => (output.out += text) },
    stderr: { write: (text) => (output.err += text) },
    readStdin: async () => '',
    interruptSignal: () => new AbortController().signal,
  });
  if (code !== 0) throw new Error(`patchproof ${args.join(' ')} ended with ${code}: ${output.err}`);
  return output.out;
}

async function readUntilReady(child: ChildProcess): Promise<string> {
  let output = '';
  const collect = (chunk: Buffer) => (output += chunk.toString('utf8'));
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  // What the server reports of itself belongs to the log of the run.
  child.stderr?.pipe(process.stderr);
  const until = Date.now() + START_MS;
  while (!(output.includes('is ready') && (output.includes('/setup/') || output.endsWith('\n')))) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${output}`);
    if (Date.now() > until) throw new Error(`the server did not become ready: ${output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // The set-up link follows the ready line at once.
  await new Promise((resolve) => setTimeout(resolve, 300));
  return output;
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
