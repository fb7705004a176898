/** Bytes in order. */
export type Chunks = AsyncIterable<Uint8Array>;

export interface PeekedChunks {
  /** The first bytes, fewer than asked for only where there are no more. */
  readonly head: Uint8Array;
  /** Everything, the head included; to be read once. */
  readonly all: Chunks;
  /** Ends the source early; no effect once it was read to its end. */
  readonly close: () => Promise<void>;
}

/** Looks at the first `length` bytes of a stream without losing them. */
export async function peekChunks(source: Chunks, length: number): Promise<PeekedChunks> {
  const iterator = source[Symbol.asyncIterator]();
  const close = async () => void (await iterator.return?.());
  const seen: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < length) {
    const next = await iterator.next();
    if (next.done === true) break;
    seen.push(next.value);
    bytes += next.value.byteLength;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* seen.splice(0);
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
        yield next.value;
    } finally {
      await close();
    }
  }
  return { head: Buffer.concat(seen).subarray(0, length), all: all(), close };
}

/** The whole of a stream as one buffer; give it only what is bounded already. */
export async function joinChunks(source: Chunks): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}
