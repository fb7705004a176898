import { setImmediate } from 'node:timers/promises';
import type { SectionMeta } from '#scanners/envelope.ts';
import type { ArtifactStore } from './artifact-store.ts';

/** Bytes of one part: a file of any size is kept and read back without ever being in memory whole. */
export const PART_BYTES = 8 * 1024 * 1024;

interface Keeping {
  readonly label: string;
  readonly sections: SectionMeta[];
}

/**
 * Puts what comes into the store in parts of the same size and adds each to `sections`; durable after `sync`.
 * @returns the places of the parts in `sections`
 */
export async function keepParts(
  artifacts: ArtifactStore,
  chunks: Iterable<Uint8Array>,
  { label, sections }: Keeping,
): Promise<number[]> {
  const places: number[] = [];
  for (const part of joined(chunks)) {
    const { sha256 } = artifacts.put(part);
    places.push(sections.length);
    // Packing a part takes its time: the server answers others in between.
    await setImmediate();
    sections.push({
      name: `${label} part ${places.length}`,
      exitCode: null,
      durationMs: 0,
      bytes: part.byteLength,
      sha256,
      truncated: false,
      timedOut: false,
    });
  }
  return places;
}

/** Chunks put together to parts of the same size, so that they do not depend on how the file was read. */
function* joined(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  let gathered: Uint8Array[] = [];
  let length = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.byteLength;) {
      const piece = chunk.subarray(at, at + PART_BYTES - length);
      gathered.push(piece);
      length += piece.byteLength;
      at += piece.byteLength;
      if (length < PART_BYTES) continue;
      yield Buffer.concat(gathered);
      gathered = [];
      length = 0;
    }
  }
  if (length > 0) yield Buffer.concat(gathered);
}
