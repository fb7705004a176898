import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root folder of this clone. */
export const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Path of a file in this clone. @param {...string} parts */
export const inProject = (...parts) => join(projectRoot, ...parts);

/** A failure whose message is all the user needs: one sentence and its remedy, no stack. */
export class SetupProblem extends Error {
  /** @param {string} message @param {number} exitCode */
  constructor(message, exitCode = 3) {
    super(message);
    this.name = 'SetupProblem';
    this.exitCode = exitCode;
  }
}

/** Parsed JSON file of this clone, or null when it is absent or broken. @param {string} path */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Runs a script's main function: the exit code is what it returns, a SetupProblem is one sentence.
 * @param {() => Promise<number>} main
 */
export async function runScript(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  }
}
