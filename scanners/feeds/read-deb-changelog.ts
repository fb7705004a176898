import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Readable, pipeline } from 'node:stream';
import { extract } from 'tar-stream';
import { isAppError } from '#core/errors.ts';
import type { PackageChangelog } from './changelog-document.ts';
import { joinChunks, peekChunks, type Chunks } from './chunk-stream.ts';
import { decompress } from './decompress.ts';
import { feedInvalid, feedTooLarge, feedTruncated } from './feed-error.ts';
import { kindOfFile, KIND_HEAD } from './file-kind.ts';
import { openSource, type OpenSource } from './file-source.ts';

const MAX_DATA = 16 * 1024 * 1024 * 1024;
const MAX_PACKED = 16 * 1024 * 1024;
const MAX_TEXT = 64 * 1024 * 1024;
const PART = 256 * 1024;
const AR_MAGIC = '!<arch>\n';
const AR_HEADER = 60;

/**
 * The Debian changelog inside a binary package (deb(5)): `changelog.Debian.gz`, or a native package's
 * `changelog.gz`. The file is read in order and no further than needed; nothing is unpacked to disk, nothing of it run.
 * @returns null where the package holds none (its folder may be a link to a sister package's)
 * @throws AppError FILE_UNREADABLE, FEED_INVALID, FEED_TRUNCATED, FEED_TOO_LARGE
 */
export async function readDebChangelog(path: string): Promise<string | null> {
  const file = basename(path);
  const source = openSource({ fileName: file, receivedAt: 0, content: path });
  try {
    return await changelogIn(dataOf(source, file), file);
  } finally {
    source.close();
  }
}

/**
 * The changelogs of many packages of one release, for `changelogDocument`.
 * @returns `without`: names of packages that hold none; a sister package of the same source may
 * @throws as `readDebChangelog`
 */
export async function readDebChangelogs(
  paths: readonly string[],
  origin: Pick<PackageChangelog, 'ecosystem' | 'release'>,
): Promise<{ readonly changelogs: readonly PackageChangelog[]; readonly without: readonly string[] }> {
  const changelogs: PackageChangelog[] = [];
  const without: string[] = [];
  for (const path of paths) {
    const text = await readDebChangelog(path);
    const name = basename(path);
    if (text === null) without.push(name);
    else changelogs.push({ name, ...origin, text });
  }
  return { changelogs, without };
}

/** The member `data.tar.*` of the package, decompressed. */
async function* dataOf(source: OpenSource, file: string): AsyncGenerator<Uint8Array> {
  const packed = await peekChunks(packedData(source, file), KIND_HEAD);
  const kind = kindOfFile(packed.head);
  if (kind === 'zip') throw feedInvalid(file, 'data.tar', 'it is packed by an unknown method');
  const errors = {
    truncated: () => feedTruncated(file, 'data.tar'),
    damaged: (why: string) => feedInvalid(file, 'data.tar', why),
  };
  let bytes = 0;
  for await (const part of decompress(kind === 'tar' ? 'plain' : kind, packed.all, errors)) {
    bytes += part.byteLength;
    if (bytes > MAX_DATA) throw feedTooLarge(file, `data of more than ${MAX_DATA} bytes`);
    yield part;
  }
}

async function* packedData(source: OpenSource, file: string): AsyncGenerator<Uint8Array> {
  const ascii = (at: number, length: number) => Buffer.from(source.read(at, length)).toString('latin1');
  if (ascii(0, AR_MAGIC.length) !== AR_MAGIC)
    throw feedInvalid(file, 'its beginning', 'it is not a Debian package');
  for (let at = AR_MAGIC.length; at < source.size;) {
    const header = ascii(at, AR_HEADER);
    const [, name = '', sizeText = ''] = /^(.{16}).{32}(\d{1,10}) *`\n$/s.exec(header) ?? [];
    const size = Number(sizeText);
    if (sizeText === '') throw feedInvalid(file, `byte ${at}`, 'it is not as a Debian package has it');
    const from = at + AR_HEADER;
    if (name.startsWith('data.tar')) {
      if (from + size > source.size) throw feedTruncated(file, 'data.tar');
      for (let read = 0; read < size; read += PART)
        yield source.read(from + read, Math.min(PART, size - read));
      return;
    }
    at = from + size + (size % 2);
  }
  throw feedTruncated(file, 'data.tar');
}

const CHANGELOG = /^(?:\.\/)?usr\/share\/doc\/[^/]+\/(changelog(?:\.Debian)?\.gz)$/;

/** Begins with an entry as Debian writes it. */
const NATIVE = /^\S+ \([^)]+\) .*urgency=/;

async function changelogIn(data: Chunks, file: string): Promise<string | null> {
  const archive = extract();
  pipeline(Readable.from(data), archive, () => undefined);
  let native: string | null = null;
  try {
    for await (const entry of archive) {
      const [, name] = CHANGELOG.exec(entry.header.name) ?? [];
      if (name === undefined || entry.header.type !== 'file') {
        entry.resume();
        continue;
      }
      if ((entry.header.size ?? 0) > MAX_PACKED)
        throw feedTooLarge(file, `a changelog of more than ${MAX_PACKED} bytes`);
      const text = inflate(await joinChunks(bytesOf(entry)), file);
      if (name === 'changelog.Debian.gz') return text;
      // Of a package that is not native this is the changelog of its upstream.
      if (NATIVE.test(text.slice(0, 4096))) native = text;
    }
  } catch (error) {
    if (isAppError(error) || !(error instanceof Error)) throw error;
    throw feedTruncated(file, 'data.tar');
  }
  return native;
}

async function* bytesOf(entry: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const part of entry) if (part instanceof Uint8Array) yield part;
}

function inflate(packed: Uint8Array, file: string): string {
  try {
    return gunzipSync(packed, { maxOutputLength: MAX_TEXT }).toString('utf8');
  } catch {
    throw feedInvalid(file, 'its changelog', 'it is damaged or too large');
  }
}
