/** Thrown by identity when the bytes at hand end; the caller gets more, or says that the file is cut off. */
export const OUT_OF_BITS = new Error('out of bits');

/** Reads bits from the most significant down. */
export class BitReader {
  #bytes: Uint8Array;
  #next = 0;
  #held = 0;
  #heldBits = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** 1 to 24 bits as a number. @throws OUT_OF_BITS */
  read(count: number): number {
    while (this.#heldBits < count) {
      const byte = this.#bytes[this.#next];
      if (byte === undefined) throw OUT_OF_BITS;
      this.#next += 1;
      this.#held = ((this.#held << 8) | byte) & 0xffffffff;
      this.#heldBits += 8;
    }
    this.#heldBits -= count;
    return (this.#held >>> this.#heldBits) & ((1 << count) - 1);
  }

  /** 32 bits, unsigned. */
  readWord(): number {
    return this.read(16) * 65_536 + this.read(16);
  }

  /** Skips to the next byte border. */
  align(): void {
    this.#heldBits -= this.#heldBits % 8;
  }

  /** Whole bits read so far, from the first byte. */
  get position(): number {
    return this.#next * 8 - this.#heldBits;
  }

  set position(bit: number) {
    this.#next = bit >>> 3;
    this.#held = 0;
    this.#heldBits = 0;
    if (bit % 8 > 0) this.read(bit % 8);
  }
}
