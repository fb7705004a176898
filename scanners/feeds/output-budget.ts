import { feedTooLarge } from './feed-error.ts';

const MIB = 1024 * 1024;

/** What a feed file may hold, decompressed. */
export interface FeedLimits {
  /** Bytes of all members together. */
  readonly totalBytes: number;
  /** Bytes of one member. */
  readonly memberBytes: number;
  readonly members: number;
  /** Decompressed bytes to bytes of the file, once more than `ratioFrom` came out. */
  readonly ratio: number;
  readonly ratioFrom: number;
}

/** The largest public feeds (CVE List, Red Hat VEX) are about 2 GB in 350,000 members, packed 1:30 at most. */
export const feedLimits: FeedLimits = {
  totalBytes: 8192 * MIB,
  memberBytes: 4096 * MIB,
  members: 2_000_000,
  ratio: 250,
  ratioFrom: 64 * MIB,
};

/** Counts what comes out of a file, so that a bomb stops while it is small. */
export interface OutputBudget {
  /** @throws AppError FEED_TOO_LARGE for one member too many */
  readonly startMember: () => void;
  /** @throws AppError FEED_TOO_LARGE */
  readonly take: (bytes: number) => void;
  /** What may still come out of this member. */
  readonly memberLeft: () => number;
}

/** @param fileBytes size of the file as it came */
export function outputBudget(file: string, fileBytes: number, limits: FeedLimits): OutputBudget {
  const byRatio = Math.max(limits.ratioFrom, fileBytes * limits.ratio);
  let members = 0;
  let total = 0;
  let member = 0;
  return {
    startMember: () => {
      members += 1;
      member = 0;
      if (members > limits.members) throw feedTooLarge(file, `more than ${limits.members} members`);
    },
    take: (bytes) => {
      total += bytes;
      member += bytes;
      if (member > limits.memberBytes)
        throw feedTooLarge(file, `one member of more than ${size(limits.memberBytes)}`);
      if (total > limits.totalBytes)
        throw feedTooLarge(file, `more than ${size(limits.totalBytes)} decompressed`);
      if (total > byRatio)
        throw feedTooLarge(file, `more than ${limits.ratio} times its size when decompressed`);
    },
    memberLeft: () =>
      Math.max(0, Math.min(limits.memberBytes - member, limits.totalBytes - total, byRatio - total)),
  };
}

function size(bytes: number): string {
  return bytes >= MIB ? `${Math.floor(bytes / MIB)} MiB` : `${bytes} bytes`;
}
