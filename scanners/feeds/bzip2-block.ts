import type { BitReader } from './bit-reader.ts';

/** A block as it was sorted, before its rows are put back in order. */
export interface SortedBlock {
  /** The low byte is the symbol; the rest is room for the order. */
  readonly rows: Uint32Array;
  readonly count: number;
  readonly origin: number;
  readonly crc: number;
}

/** Thrown by identity: the bits are there and make no sense. */
export const BAD_BLOCK = new Error('bad block');

const MAX_CODE = 20;
const GROUP_SIZE = 50;

interface HuffmanTable {
  readonly minLength: number;
  /** Largest code of each length, −1 where there is none. */
  readonly limit: Int32Array;
  readonly base: Int32Array;
  readonly symbols: Uint16Array;
}

/**
 * Reads one block behind its magic number. The format has no specification of its own; this follows the
 * description of bzip2 1.0 in its manual and the layout all writers share.
 * @throws OUT_OF_BITS, BAD_BLOCK
 */
export function readBlock(bits: BitReader, maxRows: number): SortedBlock {
  const crc = bits.readWord();
  // Randomised blocks were written by version 0.9 alone.
  if (bits.read(1) === 1) throw BAD_BLOCK;
  const origin = bits.read(24);
  const alphabet = readAlphabet(bits);
  const tableCount = bits.read(3);
  if (tableCount < 2 || tableCount > 6) throw BAD_BLOCK;
  const selectors = readSelectors(bits, tableCount);
  const tables = Array.from({ length: tableCount }, () => readTable(bits, alphabet.length + 2));
  const rows = new Uint32Array(maxRows);
  const count = readRows(bits, { alphabet, selectors, tables, rows });
  if (origin >= count) throw BAD_BLOCK;
  return { rows, count, origin, crc };
}

/** Which of the 256 byte values occur: a map of sixteenths, then one map per sixteenth. */
function readAlphabet(bits: BitReader): Uint8Array {
  const used = bits.read(16);
  const alphabet: number[] = [];
  for (let high = 0; high < 16; high += 1) {
    if ((used & (0x8000 >>> high)) === 0) continue;
    const map = bits.read(16);
    for (let low = 0; low < 16; low += 1) if ((map & (0x8000 >>> low)) !== 0) alphabet.push(high * 16 + low);
  }
  if (alphabet.length === 0) throw BAD_BLOCK;
  return Uint8Array.from(alphabet);
}

function readSelectors(bits: BitReader, tableCount: number): Uint8Array {
  const count = bits.read(15);
  if (count === 0) throw BAD_BLOCK;
  const recent = Array.from({ length: tableCount }, (_, table) => table);
  return Uint8Array.from({ length: count }, () => {
    let index = 0;
    while (bits.read(1) === 1) if ((index += 1) >= tableCount) throw BAD_BLOCK;
    const [table = 0] = recent.splice(index, 1);
    recent.unshift(table);
    return table;
  });
}

function readTable(bits: BitReader, symbolCount: number): HuffmanTable {
  const lengths = new Uint8Array(symbolCount);
  let length = bits.read(5);
  for (let symbol = 0; symbol < symbolCount; symbol += 1) {
    for (;;) {
      if (length < 1 || length > MAX_CODE) throw BAD_BLOCK;
      if (bits.read(1) === 0) break;
      length += bits.read(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  return huffmanTable(lengths);
}

function huffmanTable(lengths: Uint8Array): HuffmanTable {
  const limit = new Int32Array(MAX_CODE + 1).fill(-1);
  const base = new Int32Array(MAX_CODE + 1);
  const symbols = new Uint16Array(lengths.length);
  let filled = 0;
  let code = 0;
  for (let length = 1; length <= MAX_CODE; length += 1) {
    base[length] = filled - code;
    for (let symbol = 0; symbol < lengths.length; symbol += 1) {
      if (lengths[symbol] !== length) continue;
      symbols[filled] = symbol;
      filled += 1;
      code += 1;
      limit[length] = code - 1;
    }
    code <<= 1;
  }
  return { minLength: Math.min(...lengths), limit, base, symbols };
}

function readSymbol(bits: BitReader, { minLength, limit, base, symbols }: HuffmanTable): number {
  let code = bits.read(minLength);
  for (let length = minLength; length <= MAX_CODE; length += 1) {
    if (code <= (limit[length] ?? -1)) return symbols[code + (base[length] ?? 0)] ?? badSymbol();
    code = (code << 1) | bits.read(1);
  }
  return badSymbol();
}

function badSymbol(): never {
  throw BAD_BLOCK;
}

interface Coded {
  readonly alphabet: Uint8Array;
  readonly selectors: Uint8Array;
  readonly tables: readonly HuffmanTable[];
  readonly rows: Uint32Array;
}

/** Undoes Huffman coding, run lengths of the front symbol, and move-to-front. Returns the rows filled. */
function readRows(bits: BitReader, { alphabet, selectors, tables, rows }: Coded): number {
  const front = Uint8Array.from(alphabet);
  const end = alphabet.length + 1;
  let count = 0;
  let run = 0;
  let weight = 1;
  for (let group = 0; group < selectors.length; group += 1) {
    const table = tables[selectors[group] ?? 0] ?? badSymbol();
    for (let index = 0; index < GROUP_SIZE; index += 1) {
      const symbol = readSymbol(bits, table);
      if (symbol <= 1) {
        run += weight << symbol;
        weight <<= 1;
        // Also keeps the weight from overflowing.
        if (count + run > rows.length) throw BAD_BLOCK;
        continue;
      }
      if (run > 0) {
        rows.fill(front[0] ?? 0, count, count + run);
        count += run;
        run = 0;
        weight = 1;
      }
      if (symbol === end) return count;
      if (count >= rows.length) throw BAD_BLOCK;
      const value = front[symbol - 1] ?? badSymbol();
      front.copyWithin(1, 0, symbol - 1);
      front[0] = value;
      rows[count] = value;
      count += 1;
    }
  }
  throw BAD_BLOCK;
}
