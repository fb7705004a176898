/** How a file is packed, told by its first bytes; its name says nothing. */
export type FileKind = 'plain' | 'gzip' | 'zstd' | 'xz' | 'bzip2' | 'zip' | 'tar';

/** Bytes of the beginning that are needed to tell. */
export const KIND_HEAD = 512;

const MAGIC: readonly (readonly [FileKind, number, string])[] = [
  ['gzip', 0, '\x1f\x8b'],
  ['zstd', 0, '\x28\xb5\x2f\xfd'],
  ['xz', 0, '\xfd7zXZ\x00'],
  ['zip', 0, 'PK\x03\x04'],
  // An archive without members, and one in several volumes.
  ['zip', 0, 'PK\x05\x06'],
  ['zip', 0, 'PK\x07\x08'],
  // POSIX and GNU write different words behind `ustar`.
  ['tar', 257, 'ustar'],
];

/** Skippable frames may come before the first frame of zstd (RFC 8878 §3.1.2). */
const ZSTD_SKIPPABLE = /^[\x50-\x5f]\x2a\x4d\x18/;
/** The digit is the block size, then the magic number of a block or of the end. */
const BZIP2 = /^BZh[1-9](?:1AY&SY|\x17\x72\x45\x38\x50\x90)/;

export function kindOfFile(head: Uint8Array): FileKind {
  const text = Buffer.from(head.subarray(0, KIND_HEAD)).toString('latin1');
  if (ZSTD_SKIPPABLE.test(text)) return 'zstd';
  if (BZIP2.test(text)) return 'bzip2';
  return MAGIC.find(([, at, magic]) => text.startsWith(magic, at))?.[0] ?? 'plain';
}
