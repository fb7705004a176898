import { createHash } from 'node:crypto';
import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/*
 * One frame of a pack segment, integers little-endian:
 *    0  2  "PZ" (zstd) or "PR" (raw)
 *    2  4  length of the content
 *    6  4  length as stored
 *   10 32  SHA-256 of the content
 *   42  4  CRC-32 of the stored bytes (a flipped bit of padding can leave the content unchanged)
 *   46  4  CRC-32 of the 46 bytes before, so that the lengths can be trusted
 *   50  .  the stored bytes
 */
export const FRAME_HEADER_BYTES = 50;
/** Largest content of one artifact, bytes. */
export const MAX_ARTIFACT_BYTES = 1 << 30;

const SMALL_BYTES = 16 * 1024;

export interface FrameHeader {
  readonly encoding: 'zstd' | 'raw';
  readonly rawLength: number;
  readonly storedLength: number;
  readonly sha256: string;
  readonly storedCrc: number;
}

/** Header and stored bytes of one content; zstd when that is shorter. */
export function encodeFrame(content: Uint8Array, sha256: string): Buffer {
  const packed = zstdCompressSync(content, {
    // Level 19 gains a few percent on manifests and costs nothing at their size; sections take the quick default.
    params: { [constants.ZSTD_c_compressionLevel]: content.length <= SMALL_BYTES ? 19 : 3 },
  });
  const smaller = packed.length < content.length;
  const stored = smaller ? packed : content;
  const frame = Buffer.allocUnsafe(FRAME_HEADER_BYTES + stored.length);
  frame.write(smaller ? 'PZ' : 'PR', 0, 'latin1');
  frame.writeUInt32LE(content.length, 2);
  frame.writeUInt32LE(stored.length, 6);
  frame.write(sha256, 10, 'hex');
  frame.writeUInt32LE(crc32(stored), 42);
  frame.writeUInt32LE(crc32(frame.subarray(0, 46)), 46);
  frame.set(stored, FRAME_HEADER_BYTES);
  return frame;
}

/** The header that begins at `offset`, or null when no undamaged header does. */
export function decodeHeader(bytes: Buffer, offset: number): FrameHeader | null {
  if (offset + FRAME_HEADER_BYTES > bytes.length || bytes[offset] !== 0x50) return null;
  const mark = bytes[offset + 1];
  if (mark !== 0x5a && mark !== 0x52) return null;
  if (crc32(bytes.subarray(offset, offset + 46)) !== bytes.readUInt32LE(offset + 46)) return null;
  return {
    encoding: mark === 0x5a ? 'zstd' : 'raw',
    rawLength: bytes.readUInt32LE(offset + 2),
    storedLength: bytes.readUInt32LE(offset + 6),
    sha256: bytes.toString('hex', offset + 10, offset + 42),
    storedCrc: bytes.readUInt32LE(offset + 42),
  };
}

/** The content of a frame, or null when the stored bytes are not those that were written. */
export function decodeContent(header: FrameHeader, stored: Buffer): Buffer | null {
  if (stored.length !== header.storedLength || crc32(stored) !== header.storedCrc) return null;
  const content = header.encoding === 'raw' ? stored : unpack(stored, header.rawLength);
  return content?.length === header.rawLength && sha256Hex(content) === header.sha256 ? content : null;
}

/** SHA-256 in hex, the name of every artifact. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function unpack(stored: Buffer, rawLength: number): Buffer | null {
  try {
    return zstdDecompressSync(stored, { maxOutputLength: Math.max(rawLength, 1) });
  } catch {
    return null;
  }
}
