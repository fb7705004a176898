import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project.mjs';

/**
 * SHA-256 over names and contents of files and folders of this clone, in name order; an absent entry counts as absent.
 * @param {string[]} entries paths relative to the clone
 * @param {(path: string) => boolean} counts which files take part
 */
export function sourceHash(entries, counts = () => true) {
  const hash = createHash('sha256');
  for (const path of entries.flatMap(filesBelow).filter(counts)) {
    const content = readFileSync(join(projectRoot, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** @param {string} entry @returns {string[]} */
function filesBelow(entry) {
  const path = join(projectRoot, entry);
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [entry];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(`${entry}/${name}`));
}
