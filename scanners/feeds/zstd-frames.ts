import type { Chunks } from './chunk-stream.ts';

/** Where the parts of a zstd file end: Node's decompressor stops after the first frame without a word. */
export interface FrameWalk {
  /** Bytes of `chunk` that belong to the frame begun before; the frame ended if fewer than all of it. */
  readonly feed: (chunk: Uint8Array) => number;
  /** True at a border between frames, where the file may end. */
  readonly isBetween: () => boolean;
}

/** Sizes of the dictionary id and of the content size by their flags (RFC 8878 §3.1.1.1). */
const DICTIONARY = [0, 1, 2, 4];
const CONTENT_SIZE = [0, 2, 4, 8];

/** Walks the headers of one frame: asks for bytes, gets them, and says how many to pass over next. */
function* frameHeaders(): Generator<{ read: number } | { skip: number }, void, Uint8Array> {
  const magic = Buffer.from(yield { read: 4 }).readUInt32LE(0);
  if ((magic & 0xfffffff0) >>> 0 === 0x184d2a50) {
    yield { skip: Buffer.from(yield { read: 4 }).readUInt32LE(0) };
    return;
  }
  const [flags = 0] = yield { read: 1 };
  const single = (flags & 0x20) !== 0;
  const sizeFlag = flags >>> 6;
  const sizeBytes = sizeFlag === 0 && single ? 1 : (CONTENT_SIZE[sizeFlag] ?? 0);
  yield { skip: (single ? 0 : 1) + (DICTIONARY[flags & 3] ?? 0) + sizeBytes };
  for (let isLast = false; !isLast;) {
    const [low = 0, middle = 0, high = 0] = yield { read: 3 };
    const header = low | (middle << 8) | (high << 16);
    isLast = (header & 1) === 1;
    // A block of type 1 repeats one byte.
    yield { skip: ((header >>> 1) & 3) === 1 ? 1 : header >>> 3 };
  }
  yield { skip: (flags & 4) === 0 ? 0 : 4 };
}

export function walkFrame(): FrameWalk {
  const headers = frameHeaders();
  let step = headers.next();
  let read: number[] = [];
  let skipped = 0;
  let begun = false;
  const advance = () => {
    step = headers.next(Uint8Array.from(read));
    read = [];
    skipped = 0;
  };
  return {
    isBetween: () => !begun || step.done === true,
    feed: (chunk) => {
      let at = 0;
      begun ||= chunk.byteLength > 0;
      while (step.done !== true) {
        if ('read' in step.value) {
          if (read.length === step.value.read) advance();
          else if (at === chunk.byteLength) return at;
          else read.push(chunk[at++] ?? 0);
        } else {
          const part = Math.min(step.value.skip - skipped, chunk.byteLength - at);
          at += part;
          skipped += part;
          if (skipped < step.value.skip) return at;
          advance();
        }
      }
      return at;
    },
  };
}

/** Cuts a zstd file into its frames, each a stream of its own to be read before the next. */
export async function* zstdFrames(source: Chunks): AsyncGenerator<Chunks> {
  const iterator = source[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  async function* frame(): AsyncGenerator<Uint8Array> {
    const walk = walkFrame();
    for (;;) {
      const used = walk.feed(rest);
      if (used > 0) yield rest.subarray(0, used);
      rest = rest.subarray(used);
      if (walk.isBetween() && rest.byteLength > 0) return;
      const next = await iterator.next();
      if (next.done === true) return;
      rest = next.value;
    }
  }
  try {
    do {
      yield frame();
    } while (rest.byteLength > 0);
  } finally {
    await iterator.return?.();
  }
}
