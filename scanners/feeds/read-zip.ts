import { Readable } from 'node:stream';
import { crc32, inflateRawSync } from 'node:zlib';
import yauzl from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { isAppError } from '#core/errors.ts';
import { feedEmpty, feedInvalid, feedTooLarge, feedTruncated, memberOutside } from './feed-error.ts';
import type { FeedDocument } from './feed.ts';
import type { OpenSource } from './file-source.ts';
import { memberLabel, refuseNested, type ArchiveContext } from './archive-member.ts';

/** Members up to this size are inflated at once: hundreds of thousands of small records are the rule. */
const AT_ONCE = 8 * 1024 * 1024;
const WINDOW = 1024 * 1024;
/** Small members never wait for the disk: other work gets its turn after so many. */
const BREATH = 128;

interface Window {
  readonly from: number;
  readonly bytes: Uint8Array;
}

/** Reads through two windows, as members lie behind each other and so does their list at the end. */
class WindowReader extends yauzl.RandomAccessReader {
  #source: OpenSource;
  #windows: readonly Window[] = [];

  constructor(source: OpenSource) {
    super();
    this.#source = source;
  }

  bytes(position: number, length: number): Uint8Array {
    const end = position + length;
    const holds = ({ from, bytes }: Window) => from <= position && end <= from + bytes.byteLength;
    const window = this.#windows.find(holds) ?? {
      from: position,
      bytes: this.#source.read(position, Math.max(length, WINDOW)),
    };
    // The one used least lately goes.
    if (this.#windows[0] !== window)
      this.#windows = [window, ...this.#windows.filter((other) => other !== window)].slice(0, 2);
    return window.bytes.subarray(position - window.from, end - window.from);
  }

  override read(...[buffer, offset, length, position, callback]: ReadArguments): void {
    const bytes = this.bytes(position, length);
    buffer.set(bytes, offset);
    queueMicrotask(() => callback(bytes.byteLength < length ? new Error('unexpected EOF') : null));
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const source = this.#source;
    return Readable.from(
      (function* () {
        for (let at = start; at < end; at += WINDOW) yield source.read(at, Math.min(WINDOW, end - at));
      })(),
    );
  }
}

type ReadArguments = Parameters<InstanceType<typeof yauzl.RandomAccessReader>['read']>;

/** The members of a zip file, each read before the next. @throws AppError FEED_* */
export async function* zipDocuments(
  source: OpenSource,
  context: ArchiveContext,
): AsyncGenerator<FeedDocument> {
  const { file, budget } = context;
  const reader = new WindowReader(source);
  let found = 0;
  try {
    const zip = await yauzl.fromRandomAccessReaderPromise(reader, source.size, { autoClose: false });
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      found += 1;
      budget.startMember();
      if (found % BREATH === 0) await new Promise((resolve) => setImmediate(resolve));
      yield {
        name: memberLabel(entry.fileName),
        bytes: () => memberBytes(zip, entry, { ...context, reader }),
      };
    }
  } catch (error) {
    throw explain(file, error);
  }
  if (found === 0) throw feedEmpty(file);
}

interface ZipContext extends ArchiveContext {
  readonly reader: WindowReader;
}

async function* memberBytes(zip: ZipFile, entry: Entry, context: ZipContext): AsyncGenerator<Uint8Array> {
  const { file, budget } = context;
  const name = memberLabel(entry.fileName);
  if (isLink(entry)) throw memberOutside(file, entry.fileName);
  if (entry.isEncrypted()) throw feedInvalid(file, name, 'the member is encrypted');
  if (!entry.canDecodeFileData()) throw feedInvalid(file, name, 'the member is packed by an unknown method');
  if (entry.uncompressedSize > budget.memberLeft())
    throw feedTooLarge(file, `the member ${name} says ${entry.uncompressedSize} bytes`);
  const parts =
    entry.uncompressedSize <= AT_ONCE && entry.compressedSize <= AT_ONCE ? inflateAtOnce : inflate;
  let sum = 0;
  let first = true;
  try {
    for await (const part of parts(zip, entry, context)) {
      if (first) refuseNested(file, name, part);
      first = false;
      budget.take(part.byteLength);
      sum = crc32(part, sum);
      yield part;
    }
  } catch (error) {
    throw isAppError(error) ? error : feedInvalid(file, name, 'its data is damaged');
  }
  if (sum !== entry.crc32) throw feedInvalid(file, name, 'the member does not have its checksum');
}

async function* inflateAtOnce(zip: ZipFile, entry: Entry, { file, reader }: ZipContext) {
  const name = memberLabel(entry.fileName);
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const packed = reader.bytes(fileDataStart, entry.compressedSize);
  if (packed.byteLength < entry.compressedSize) throw feedTruncated(file, name);
  if (entry.compressionMethod === 0) {
    yield packed;
    return;
  }
  yield inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.uncompressedSize) });
}

async function* inflate(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const stream: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry);
  yield* stream;
}

/** Unix keeps the kind of a file in the upper half of the attributes; 0xa000 is a symbolic link (stat(2)). */
function isLink({ externalFileAttributes }: Entry): boolean {
  return ((externalFileAttributes >>> 16) & 0xf000) === 0xa000;
}

/** The end of a zip file holds its table: without it the file was cut off. */
function explain(file: string, error: unknown): unknown {
  if (isAppError(error) || !(error instanceof Error)) return error;
  // yauzl names the member behind the reason: `invalid relative path: ../x`.
  const outside = /^(?:invalid relative path|absolute path|invalid characters in fileName): ([^]*)/i.exec(
    error.message,
  );
  if (outside) return memberOutside(file, outside[1] ?? '');
  if (/end of central directory|unexpected EOF/i.test(error.message))
    return feedTruncated(file, 'its list of members');
  return feedInvalid(file, 'its list of members', 'it is not as a zip file has it');
}
