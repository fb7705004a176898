import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Make a directory and those above it, closed to others. One step at a time: Node's own recursive form never
 * returns below a file system that refuses with ENOENT, such as /proc.
 */
export function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeDirectory(parent);
  mkdirSync(path, { mode: 0o700 });
}
