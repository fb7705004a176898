import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Installation } from './installation.ts';
import { wholeBetween } from './random.ts';
import { lookAtCopy } from './store-at-rest.ts';

/** One byte of a file at rest, and what it becomes. */
export interface Flip {
  readonly path: string;
  readonly offset: number;
  readonly mask: number;
}

/** The files that hold log and evidence, as they were; `restore` writes them back. */
export class FilesAtRest {
  readonly #files: ReadonlyMap<string, Buffer>;
  readonly storePath: string;
  readonly packPaths: readonly string[];

  constructor({ dataDir }: Installation) {
    this.storePath = join(dataDir, 'store.db');
    const artifacts = join(dataDir, 'artifacts');
    this.packPaths = readdirSync(artifacts).map((name) => join(artifacts, name));
    this.#files = new Map([this.storePath, ...this.packPaths].map((path) => [path, readFileSync(path)]));
  }

  bytes(path: string): Buffer {
    const bytes = this.#files.get(path);
    if (!bytes) throw new Error(`${path} is not among the files`);
    return bytes;
  }

  restore(): void {
    for (const [path, bytes] of this.#files) writeFileSync(path, bytes);
  }

  flip({ path, offset, mask }: Flip): void {
    const bytes = Buffer.from(this.bytes(path));
    bytes.writeUInt8(bytes.readUInt8(offset) ^ mask, offset);
    writeFileSync(path, bytes);
  }
}

/** Random bytes of any pack. */
export function packFlips(files: FilesAtRest, random: () => number, count: number): Flip[] {
  return Array.from({ length: count }, () => {
    const path = files.packPaths[wholeBetween(random, 0, files.packPaths.length - 1)] ?? '';
    return {
      path,
      offset: wholeBetween(random, 0, files.bytes(path).length - 1),
      mask: wholeBetween(random, 1, 255),
    };
  });
}

/** Recorded and effective instants, six bytes each, and the leaf hash follow the texts of an event's row. */
const AFTER_TEXTS = 6 + 6 + 32;

/**
 * Random bytes of the stored columns of random events. A row is found by its body; only one that stands in the
 * file once is taken, since SQLite leaves old copies in the free space of pages.
 */
export function eventFlips(
  files: FilesAtRest,
  installation: Installation,
  random: () => number,
  count: number,
): Flip[] {
  const content = files.bytes(files.storePath);
  const places = lookAtCopy(installation.dataDir, (store) => store.rows()).flatMap((row) => {
    const body = Buffer.from(row.body, 'utf8');
    const at = content.indexOf(body);
    if (body.length < 8 || at < 0 || content.indexOf(body, at + 1) >= 0) return [];
    const from = at - Buffer.byteLength(row.kind + row.object);
    const to = at + body.length + Buffer.byteLength((row.actor ?? '') + row.via) + AFTER_TEXTS;
    return content.subarray(from, at).toString() === row.kind + row.object ? [{ from, to }] : [];
  });
  if (places.length < 20) throw new Error(`only ${places.length} events are found in the file`);
  return Array.from({ length: count }, () => {
    const { from, to } = places[wholeBetween(random, 0, places.length - 1)] ?? { from: 0, to: 0 };
    return {
      path: files.storePath,
      offset: wholeBetween(random, from, to - 1),
      mask: wholeBetween(random, 1, 255),
    };
  });
}
