import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { decodeHeader, FRAME_HEADER_BYTES, type FrameHeader } from './frame.ts';

/** A part of a segment, in order of offset. `bytes` counts from `offset`. */
export type SegmentPart =
  | { readonly kind: 'frame'; readonly offset: number; readonly bytes: number; readonly header: FrameHeader }
  /** No undamaged header here; what follows was found again by searching. */
  | { readonly kind: 'damaged'; readonly offset: number; readonly bytes: number }
  /** The file ends inside a frame, or in zeros: what a crash in the middle of a write leaves. */
  | { readonly kind: 'torn'; readonly offset: number; readonly bytes: number };

const WINDOW = 64 * 1024;
const NAME = /^segment-(\d{6,})\.pack$/;

/** File name of the n-th segment, counted from 1. */
export function segmentName(number: number): string {
  return `segment-${String(number).padStart(6, '0')}.pack`;
}

/** Number of a segment by its file name, null for other files. */
export function segmentNumber(name: string): number | null {
  const digits = NAME.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Walks a segment reading headers only; the data between them is passed over. */
export function* walkSegment(path: string): Generator<SegmentPart> {
  const fd = openSync(path, 'r');
  try {
    const size = fstatSync(fd).size;
    let offset = 0;
    while (offset < size) {
      const part = partAt(fd, offset, size);
      yield part;
      offset += part.bytes;
    }
  } finally {
    closeSync(fd);
  }
}

/** Reads up to `length` bytes; fewer only at the end of the file. */
export function readAt(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const got = readSync(fd, bytes, filled, length - filled, offset + filled);
    if (got === 0) break;
    filled += got;
  }
  return bytes.subarray(0, filled);
}

function partAt(fd: number, offset: number, size: number): SegmentPart {
  const rest = size - offset;
  const header = decodeHeader(readAt(fd, offset, Math.min(FRAME_HEADER_BYTES, rest)), 0);
  if (header) {
    const bytes = FRAME_HEADER_BYTES + header.storedLength;
    return bytes <= rest ? { kind: 'frame', offset, bytes, header } : { kind: 'torn', offset, bytes: rest };
  }
  if (rest < FRAME_HEADER_BYTES) return { kind: 'torn', offset, bytes: rest };
  const next = findHeader(fd, offset + 1, size);
  if (next === null && isZero(fd, offset, size)) return { kind: 'torn', offset, bytes: rest };
  return { kind: 'damaged', offset, bytes: (next ?? size) - offset };
}

function findHeader(fd: number, from: number, size: number): number | null {
  for (let start = from; start + FRAME_HEADER_BYTES <= size; start += WINDOW) {
    const window = readAt(fd, start, Math.min(WINDOW + FRAME_HEADER_BYTES, size - start));
    for (let at = window.indexOf('P'); at >= 0 && at < WINDOW; at = window.indexOf('P', at + 1)) {
      if (decodeHeader(window, at)) return start + at;
    }
  }
  return null;
}

function isZero(fd: number, from: number, size: number): boolean {
  for (let start = from; start < size; start += WINDOW) {
    if (readAt(fd, start, Math.min(WINDOW, size - start)).some((byte) => byte !== 0)) return false;
  }
  return true;
}
