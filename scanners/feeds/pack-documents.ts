import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { feedTooLarge } from './feed-error.ts';

/** A fetched document on its way into the archive. */
export interface PackedDocument {
  /** Name of the member, without folders. */
  readonly name: string;
  /** File with its bytes; removed when it is packed. */
  readonly path: string;
  readonly bytes: number;
}

/**
 * Packs documents into one `.tar.zst` as `openFeedFile` reads it; the same documents give the same bytes.
 * @throws AppError FEED_TOO_LARGE beyond `maxBytes` packed; what `documents` throws; then no file is left
 */
export async function packDocuments(
  path: string,
  documents: AsyncIterable<PackedDocument>,
  maxBytes: number,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const archive = pack();
  const hash = createHash('sha256');
  let bytes = 0;
  const written = pipeline(
    archive,
    createZstdCompress(),
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        bytes += chunk.byteLength;
        if (bytes > maxBytes) throw feedTooLarge(path.split('/').at(-1) ?? '', `${maxBytes} bytes packed`);
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(path, { mode: 0o600 }),
  );
  // What goes wrong in writing must not stay unheard while a document is fetched.
  const failed = written.then(
    () => null,
    (error: unknown) => ({ error }),
  );
  try {
    for await (const document of documents) {
      const over = await Promise.race([failed, addMember(archive, document)]);
      if (over) throw over.error;
    }
    archive.finalize();
    await written;
  } catch (error) {
    archive.destroy();
    await failed;
    rmSync(path, { force: true });
    throw error;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** No time and no owner of ours: they would make other bytes of the same documents. */
async function addMember(archive: Pack, { name, path, bytes }: PackedDocument): Promise<null> {
  const member = archive.entry({ name, size: bytes, mtime: new Date(0), mode: 0o644 });
  await pipeline(createReadStream(path), member);
  rmSync(path, { force: true });
  return null;
}
