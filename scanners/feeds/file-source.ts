import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { AppError } from '#core/errors.ts';
import type { Chunks } from './chunk-stream.ts';

/** A file somebody gave: its path, or its bytes. */
export interface FeedSource {
  readonly fileName: string;
  /** When it was received, UTC ms. */
  readonly receivedAt: number;
  /** Path, or the bytes themselves. */
  readonly content: string | Uint8Array;
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
  if (typeof content !== 'string')
    return {
      size: content.byteLength,
      read: (position, length) => content.subarray(position, position + length),
      close: () => undefined,
    };
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
    for (let at = 0; at < content.byteLength; at += CHUNK) yield content.subarray(at, at + CHUNK);
    return;
  }
  const stream: AsyncIterable<Buffer> = createReadStream(content, { highWaterMark: CHUNK });
  try {
    yield* stream;
  } catch (cause) {
    throw unreadable(fileName, cause);
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
