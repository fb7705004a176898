import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { AppError } from '#core/errors.ts';
import type { Chunks } from './chunk-stream.ts';

/** A file that is not in one place: its parts are fetched as they are asked for. */
export interface FileInParts {
  readonly size: number;
  /** Up to `length` bytes from `position`; none only at the end. */
  readonly read: (position: number, length: number) => Uint8Array;
}

/** A file somebody gave: its path, its bytes, or what gives them. */
export interface FeedSource {
  readonly fileName: string;
  /** When it was received, UTC ms. */
  readonly receivedAt: number;
  /** Path, the bytes themselves, or what gives them. */
  readonly content: string | Uint8Array | FileInParts;
}

/** A source that is open for reading anywhere in it. */
export interface OpenSource {
  readonly size: number;
  /** Up to `length` bytes from `position`; fewer only at the end. */
  readonly read: (position: number, length: number) => Uint8Array;
  readonly close: () => void;
}

const CHUNK = 256 * 1024;

/** @throws AppError FILE_UNREADABLE */
export function openSource({ content, fileName }: FeedSource): OpenSource {
  if (typeof content !== 'string') return { ...inMemory(content), close: () => undefined };
  try {
    const file = openSync(content, 'r');
    return {
      size: fstatSync(file).size,
      read: (position, length) => {
        const buffer = Buffer.allocUnsafe(length);
        return buffer.subarray(0, readSync(file, buffer, 0, length, position));
      },
      close: () => closeSync(file),
    };
  } catch (cause) {
    throw unreadable(fileName, cause);
  }
}

/** The bytes in order. @throws AppError FILE_UNREADABLE */
export async function* sourceChunks({ content, fileName }: FeedSource): Chunks & AsyncGenerator<Uint8Array> {
  if (typeof content !== 'string') {
    yield* chunksInParts(inMemory(content));
    return;
  }
  const stream: AsyncIterable<Buffer> = createReadStream(content, { highWaterMark: CHUNK });
  try {
    yield* stream;
  } catch (cause) {
    throw unreadable(fileName, cause);
  }
}

function inMemory(content: Uint8Array | FileInParts): FileInParts {
  if (!(content instanceof Uint8Array)) return content;
  return {
    size: content.byteLength,
    read: (position, length) => content.subarray(position, position + length),
  };
}

function* chunksInParts({ size, read }: FileInParts): Generator<Uint8Array> {
  for (let at = 0; at < size;) {
    const chunk = read(at, CHUNK);
    if (chunk.byteLength === 0) return;
    at += chunk.byteLength;
    yield chunk;
  }
}

function unreadable(fileName: string, cause: unknown): AppError {
  return new AppError({
    code: 'FILE_UNREADABLE',
    message: `The file ${fileName} cannot be read.`,
    remedy: 'Check that it exists and that the user the program runs as may read it.',
    exitCode: 3,
    cause,
  });
}
