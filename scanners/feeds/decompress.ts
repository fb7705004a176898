import { Readable, pipeline, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import * as xzModule from 'xz-decompress';
import { isAppError } from '#core/errors.ts';
import { bunzip2, type PackedErrors } from './bzip2.ts';
import type { Chunks } from './chunk-stream.ts';
import type { FileKind } from './file-kind.ts';
import { zstdFrames } from './zstd-frames.ts';

/** The package is CommonJS in one bundle: Node offers it as the default export alone, Vite by name. */
const { XzReadableStream } = 'default' in xzModule ? (xzModule.default as typeof xzModule) : xzModule;

type Decompress = (source: Chunks, errors: PackedErrors) => AsyncGenerator<Uint8Array>;

/** Every compression of one stream; checksums inside the format are checked, a missing end is seen. */
const decompressors: Record<Exclude<FileKind, 'zip' | 'tar'>, Decompress> = {
  plain: passThrough,
  gzip: (source, errors) => throughZlib(source, createGunzip(), errors),
  zstd: unzstd,
  xz: unxz,
  bzip2: bunzip2,
};

export type Compression = keyof typeof decompressors;

/**
 * The content of a stream of this kind, as it comes.
 * @throws what `errors` makes; errors of the source itself pass
 */
export function decompress(
  kind: Compression,
  source: Chunks,
  errors: PackedErrors,
): AsyncGenerator<Uint8Array> {
  return decompressors[kind](source, errors);
}

async function* passThrough(source: Chunks): AsyncGenerator<Uint8Array> {
  yield* source;
}

async function* throughZlib(source: Chunks, transform: Transform, errors: PackedErrors) {
  const output: AsyncIterable<Uint8Array> = pipeline(Readable.from(source), transform, () => undefined);
  try {
    yield* output;
  } catch (error) {
    if (isAppError(error)) throw error;
    throw codeOf(error) === 'Z_BUF_ERROR'
      ? errors.truncated()
      : errors.damaged('its compressed data is damaged');
  }
}

async function* unzstd(source: Chunks, errors: PackedErrors) {
  for await (const frame of zstdFrames(source)) yield* throughZlib(frame, createZstdDecompress(), errors);
}

async function* unxz(source: Chunks, errors: PackedErrors) {
  let isOver = false;
  async function* watched() {
    yield* source;
    isOver = true;
  }
  try {
    yield* new XzReadableStream(webStream(watched()));
  } catch (error) {
    if (isAppError(error)) throw error;
    // The decompressor asks for more than there is, or finds a wrong checksum: the latter has its own number.
    const isDamage = /error code (?:[3-79])$/.test(String(error));
    throw isOver && !isDamage ? errors.truncated() : errors.damaged('its compressed data is damaged');
  }
}

function webStream(source: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: async (controller) => {
      const next = await source.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: async () => void (await source.return(undefined)),
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}
