import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { runCli } from '#cli/run-cli.ts';
import { rootDir, type Installation } from './installation.ts';

/** How a command ended, and what it printed. */
export interface CommandEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `bin/patchproof` on an installation, as a person would. */
export async function patchproof(
  installation: Installation,
  ...args: readonly string[]
): Promise<CommandEnd> {
  const child = spawn(join(rootDir, 'bin', 'patchproof'), args, {
    env: { ...installation.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { exitCode, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}

/** Runs the same command line in this process, which starts no Node: for many calls beside few of `patchproof`. */
export async function patchproofHere(
  installation: Installation,
  ...args: readonly string[]
): Promise<CommandEnd> {
  const end = { stdout: '', stderr: '' };
  const exitCode = await runCli(args, {
    env: installation.env,
    rootDir,
    now: Date.now,
    stdout: { write: (text) => (end.stdout += text) },
    stderr: { write: (text) => (end.stderr += text) },
    readStdin: async () => '',
    interruptSignal: () => new AbortController().signal,
  });
  return { exitCode, ...end };
}
