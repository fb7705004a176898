import type { FeedItem } from '#core/advisory/feed-item.ts';

/** One document of a feed: the file itself, or a member of the archive that it is. Decompressed. */
export interface FeedDocument {
  /** File or member name, without folders above. */
  readonly name: string;
  readonly bytes: () => AsyncIterable<Uint8Array>;
}

export interface FeedInput {
  readonly fileName: string;
  /** When it was received, UTC ms. */
  readonly receivedAt: number;
  readonly documents: () => AsyncIterable<FeedDocument>;
}

/** Records that were read and gave no item. */
export interface LeftOutRecords {
  readonly reason: string;
  readonly n: number;
}

export interface FeedSummary {
  /** The publisher's own date, ISO instant; null = the feed does not say. */
  readonly publishedAt: string | null;
  /** The publisher's own version or serial, null = none. */
  readonly version: string | null;
  /** Items emitted. */
  readonly records: number;
  /** Records that were read and gave no item, by reason. */
  readonly skipped: readonly LeftOutRecords[];
  /**
   * The systems (ecosystems; of packages of languages `pkg:npm`) that the file tells all of that its publisher knows: by
   * these it counts as received, and may be fresh. Absent = those that its statements are about.
   */
  readonly speaksFor?: readonly string[];
}

/** What a publisher offers, read as a stream. One file per feed, one line in the registry. */
export interface Feed {
  readonly title: string;
  readonly publisher: string;
  readonly licence: string;
  /** Where it is published, in order of preference; empty = it comes by file only. */
  readonly addresses: readonly string[];
  /** The addresses are parts that only together are the feed; absent = the same at every one. */
  readonly isInParts?: true;
  /**
   * What lies at its first address is the archive of all records: one that is no longer in it is over, which nothing else tells.
   * Absent = what is fetched there holds what it restates and no more.
   */
  readonly isArchive?: true;
  /** An OpenPGP signature lies beside each of its files (`.asc`); absent = none is published. */
  readonly isSigned?: true;
  /** A published file of SHA-256 sums beside it, null = none. */
  readonly checksums: string | null;
  /**
   * What a file says anew, so that all it no longer says of that is over: the whole feed, each advisory, each
   * vulnerability or each product of a release that it speaks of, or a record alone (one vulnerability in one product of
   * one release).
   */
  readonly restates: 'everything' | 'advisory' | 'vulnerability' | 'product' | 'record';
  /** Judges the first 64 KiB of the (first) document as text, and its name. */
  readonly recognises: (head: string, name: string) => boolean;
  /**
   * Reads the whole input and emits every record as it comes.
   * @throws AppError FEED_INVALID, FEED_TRUNCATED, FEED_EMPTY with the place; nothing of the feed counts then.
   */
  readonly read: (input: FeedInput, emit: (item: FeedItem) => void) => Promise<FeedSummary>;
}
