import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { once } from 'node:events';
import type { Chunks } from './chunk-stream.ts';

/** What a download began with, to be continued only if the publisher still has the same. */
export interface PartMark {
  readonly address: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** A download that may be unfinished: the bytes so far, and what they are of. */
export interface PartFile {
  readonly path: string;
  /** What may be continued; null = begin anew. */
  readonly resumable: () => { readonly bytes: number; readonly validator: string } | null;
  /** Begins anew. */
  readonly begin: (mark: PartMark) => void;
  /** Adds what comes, before an error of the source too. */
  readonly append: (chunks: Chunks) => Promise<void>;
  /** SHA-256 in hex, and MD5 in base64, which is all that some stores tell. */
  readonly sums: () => Promise<{ readonly sha256: string; readonly md5: string; readonly bytes: number }>;
  /** The mark goes: the file is whole. */
  readonly finish: () => void;
  readonly remove: () => void;
}

/** @param folder must exist; the file is named after the address */
export function partFile(folder: string, address: string): PartFile {
  const name = createHash('sha256').update(address).digest('hex').slice(0, 32);
  const path = join(folder, `${name}.part`);
  const markPath = join(folder, `${name}.part.json`);
  return {
    path,
    resumable: () => {
      const mark = readMark(markPath, address);
      const bytes = sizeOf(path);
      // A weak tag does not promise the same bytes (RFC 9110 §8.8.1).
      const tag = mark?.etag?.startsWith('W/') === true ? null : mark?.etag;
      const validator = tag ?? mark?.lastModified ?? null;
      return bytes > 0 && validator !== null ? { bytes, validator } : null;
    },
    begin: (mark) => {
      writeFileSync(path, '', { mode: 0o600 });
      writeFileSync(markPath, JSON.stringify(mark), { mode: 0o600 });
    },
    append: async (chunks) => {
      const file = createWriteStream(path, { flags: 'a', mode: 0o600 });
      try {
        for await (const chunk of chunks) if (!file.write(chunk)) await once(file, 'drain');
      } finally {
        file.end();
        await finished(file);
      }
    },
    sums: async () => {
      const sha256 = createHash('sha256');
      const md5 = createHash('md5');
      for await (const chunk of createReadStream(path)) for (const hash of [sha256, md5]) hash.update(chunk);
      return { sha256: sha256.digest('hex'), md5: md5.digest('base64'), bytes: sizeOf(path) };
    },
    finish: () => rmSync(markPath, { force: true }),
    remove: () => {
      rmSync(path, { force: true });
      rmSync(markPath, { force: true });
    },
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function readMark(path: string, address: string): PartMark | null {
  try {
    const mark: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof mark !== 'object' || mark === null || !('address' in mark) || mark.address !== address)
      return null;
    const text = (name: string) => {
      const value: unknown = Reflect.get(mark, name);
      return typeof value === 'string' ? value : null;
    };
    return { address, etag: text('etag'), lastModified: text('lastModified') };
  } catch {
    // None, or one that a crash left half-written: begin anew.
    return null;
  }
}
