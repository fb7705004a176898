import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { inProject, projectRoot } from './project.mjs';

/**
 * @typedef {{ exitCode: number, output: string, durationMs: number }} CommandResult
 * @typedef {{ env?: NodeJS.ProcessEnv, cwd?: string, show?: boolean }} CommandOptions
 */

/**
 * Runs one program without a shell, by default from the clone's root, and keeps what it prints.
 * @param {string} program
 * @param {string[]} args
 * @param {CommandOptions} options show: pass the output through as it comes, too
 * @returns {Promise<CommandResult>} exit code 127 when the program could not be started
 */
export function runCommand(program, args, { env = process.env, cwd = projectRoot, show = false } = {}) {
  const startedAt = Date.now();
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {Buffer[]} */
  const chunks = [];
  const keep = (/** @type {Buffer} */ chunk) => {
    chunks.push(chunk);
    if (show) process.stdout.write(chunk);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve) => {
    const finish = (/** @type {number} */ exitCode) =>
      resolve({ exitCode, output: Buffer.concat(chunks).toString(), durationMs: Date.now() - startedAt });
    child.once('error', (error) => {
      chunks.push(Buffer.from(error.message));
      finish(127);
    });
    child.once('close', (code) => finish(code ?? 1));
  });
}

/** The environment for the clone's own tools: `node` means the pinned one. @param {NodeJS.ProcessEnv} extra */
export function toolEnvironment(extra = {}) {
  const path = `${inProject('node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`;
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, PATH: path, ...extra };
  // The host's NODE_ENV is not ours: tools set the one they need.
  if (extra.NODE_ENV === undefined) delete env.NODE_ENV;
  return env;
}
