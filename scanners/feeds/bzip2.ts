import type { AppError } from '#core/errors.ts';
import { BitReader, OUT_OF_BITS } from './bit-reader.ts';
import { BAD_BLOCK, readBlock, type SortedBlock } from './bzip2-block.ts';
import type { Chunks } from './chunk-stream.ts';

/** How the reader of a packed file says what is wrong with it. */
export interface PackedErrors {
  readonly truncated: () => AppError;
  readonly damaged: (why: string) => AppError;
}

const BLOCK_START = 0x314159265359;
const STREAM_END = 0x177245385090;
/** No block is longer packed: 900,000 codes of 20 bits, tables and selectors. */
const MAX_BLOCK_BYTES = 2_400_000;
const OUTPUT = 64 * 1024;

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

/**
 * Decompresses bzip2, one stream or several behind each other, in memory of one block whatever comes out.
 * @throws what `errors` makes, for data that is cut off or damaged (checksums of blocks and streams are checked).
 */
export async function* bunzip2(source: Chunks, errors: PackedErrors): AsyncGenerator<Uint8Array> {
  const input = blockInput(source);
  let state: StreamState | null = null;
  for (;;) {
    const window = await input.window();
    if (window.bytes.byteLength === 0 && window.isLast) {
      if (state !== null) throw errors.truncated();
      return;
    }
    const bits = new BitReader(window.bytes);
    bits.position = window.bit;
    let part: StreamPart;
    try {
      part = readPart(bits, state);
    } catch (error) {
      if (error === OUT_OF_BITS && window.isLast) throw errors.truncated();
      if (error === OUT_OF_BITS || error === BAD_BLOCK) throw errors.damaged('a bzip2 block makes no sense');
      throw error;
    }
    input.consume(bits.position);
    state = part.state;
    if (part.block === null) continue;
    const crc = yield* unsort(part.block);
    if (crc !== part.block.crc) throw errors.damaged('a bzip2 block does not have its checksum');
  }
}

interface StreamState {
  readonly maxRows: number;
  /** Checksum of the blocks so far. */
  readonly crc: number;
}

interface StreamPart {
  /** null = the stream ended; another may follow. */
  readonly state: StreamState | null;
  readonly block: SortedBlock | null;
}

/** Reads a stream's header, one block, or a stream's end. @throws OUT_OF_BITS, BAD_BLOCK */
function readPart(bits: BitReader, state: StreamState | null): StreamPart {
  if (state === null) {
    const level = bits.read(24) === 0x425a68 ? bits.read(8) - 0x30 : 0;
    if (level < 1 || level > 9) throw BAD_BLOCK;
    return { state: { maxRows: level * 100_000, crc: 0 }, block: null };
  }
  const magic = bits.read(24) * 0x1000000 + bits.read(24);
  if (magic === STREAM_END) {
    if (bits.readWord() !== state.crc) throw BAD_BLOCK;
    bits.align();
    return { state: null, block: null };
  }
  if (magic !== BLOCK_START) throw BAD_BLOCK;
  const block = readBlock(bits, state.maxRows);
  const crc = (((state.crc << 1) | (state.crc >>> 31)) ^ block.crc) >>> 0;
  return { state: { maxRows: state.maxRows, crc }, block };
}

/** Puts the rows back in order, undoes the first run lengths, and returns the checksum of what came out. */
function* unsort({ rows, count, origin }: SortedBlock): Generator<Uint8Array, number> {
  orderRows(rows, count);
  let output = new Uint8Array(OUTPUT);
  let filled = 0;
  let crc = -1;
  let at = (rows[origin] ?? 0) >>> 8;
  let previous = -1;
  let same = 0;
  for (let left = count; left > 0; left -= 1) {
    const row = rows[at] ?? 0;
    const value = row & 0xff;
    at = row >>> 8;
    // Four equal bytes are followed by how many more there are.
    const isCount = same === 4;
    const byte = isCount ? previous : value;
    const copies = isCount ? value : 1;
    same = isCount ? 0 : countSame(value === previous, same);
    previous = isCount ? -1 : value;
    for (let copy = 0; copy < copies; copy += 1) {
      crc = (crc << 8) ^ (crcTable[((crc >>> 24) ^ byte) & 0xff] ?? 0);
      output[filled] = byte;
      filled += 1;
      if (filled < OUTPUT) continue;
      yield output;
      output = new Uint8Array(OUTPUT);
      filled = 0;
    }
  }
  if (filled > 0) yield output.subarray(0, filled);
  return ~crc >>> 0;
}

function countSame(isSame: boolean, same: number): number {
  return isSame ? same + 1 : 1;
}

/** Writes into the upper bits of every row where the next one is. */
function orderRows(rows: Uint32Array, count: number): void {
  const starts = new Uint32Array(257);
  for (let index = 0; index < count; index += 1) {
    const next = ((rows[index] ?? 0) & 0xff) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let value = 1; value < 257; value += 1)
    starts[value] = (starts[value] ?? 0) + (starts[value - 1] ?? 0);
  for (let index = 0; index < count; index += 1) {
    const value = (rows[index] ?? 0) & 0xff;
    const place = starts[value] ?? 0;
    starts[value] = place + 1;
    rows[place] = ((rows[place] ?? 0) & 0xff) | (index << 8);
  }
}

/** Keeps as many packed bytes at hand as one block can take. */
function blockInput(source: Chunks) {
  const iterator = source[Symbol.asyncIterator]();
  let bytes: Uint8Array = new Uint8Array(0);
  let bit = 0;
  let isLast = false;
  return {
    window: async () => {
      if (!isLast && bytes.byteLength < MAX_BLOCK_BYTES) {
        const parts = [bytes];
        let have = bytes.byteLength;
        while (have < MAX_BLOCK_BYTES * 2) {
          const next = await iterator.next();
          isLast = next.done === true;
          if (next.done === true) break;
          parts.push(next.value);
          have += next.value.byteLength;
        }
        bytes = Buffer.concat(parts);
      }
      return { bytes, bit, isLast };
    },
    consume: (position: number) => {
      bytes = bytes.subarray(position >>> 3);
      bit = position % 8;
    },
  };
}
