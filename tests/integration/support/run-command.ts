import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CliContext } from '#cli/context.ts';
import { runCli } from '#cli/run-cli.ts';
import { fastFolder } from '../../fast-folder.ts';

const ROOT = join(import.meta.dirname, '../../..');
export const ENVELOPE = join(ROOT, 'tests/fixtures/scan/deb-outdated/envelope.json');
export const OTHER_ENVELOPE = join(ROOT, 'tests/fixtures/scan/ubu-noble/envelope.json');

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An installation in a directory of its own, spoken to by the command line in this process. */
export function newInstallation() {
  const directory = fastFolder('patchproof-cli-');
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const env = {
    PATH: process.env['PATH'],
    HOME: directory,
    XDG_CONFIG_HOME: join(directory, 'config'),
    PATCHPROOF_DATA: join(directory, 'data'),
    PATCHPROOF_KEY_FILE: join(directory, 'config', 'master.key'),
  };
  const run = async (argv: readonly string[], stdin = ''): Promise<Ran> => {
    let stdout = '';
    let stderr = '';
    const context: CliContext = {
      env,
      rootDir: ROOT,
      now: Date.now,
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      readStdin: async () => stdin,
      interruptSignal: () => new AbortController().signal,
    };
    const exitCode = await runCli(argv, context);
    return { exitCode, stdout, stderr };
  };
  /** The document of a command that must succeed. */
  const json = async (...argv: string[]) => {
    const ran = await run([...argv, '--json']);
    if (ran.exitCode !== 0) throw new Error(`${argv.join(' ')} ended with ${ran.exitCode}: ${ran.stderr}`);
    return JSON.parse(ran.stdout);
  };
  return { directory, env, dataDir: env.PATCHPROOF_DATA, run, json };
}
