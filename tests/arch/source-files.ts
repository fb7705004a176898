import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface SourceFile {
  /** Relative to the repository, with slashes. */
  path: string;
  text: string;
}

const generated = new Set([
  '.git',
  '.patchproof-setup',
  '.svelte-kit',
  'build',
  'coverage',
  'data',
  'node_modules',
  'playwright-report',
  'test-results',
]);
const binary = /\.(png|ico|ttf|woff2?|zst|gz|pdf|duckdb|db)$/;

/** Every text file of the repository; what tools make is left out. */
export function readRepository(root: string): SourceFile[] {
  return readdirSync(root)
    .filter((name) => !generated.has(name))
    .flatMap((name) => filesBelow(root, name))
    .filter((path) => !binary.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function filesBelow(root: string, path: string): string[] {
  try {
    return readdirSync(join(root, path)).flatMap((name) => filesBelow(root, `${path}/${name}`));
  } catch {
    return [path];
  }
}
