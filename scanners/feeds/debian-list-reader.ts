import { feedEmpty, feedInvalid, feedTruncated } from './feed-error.ts';
import type { FeedDocument } from './feed.ts';
import { eachLine } from './read-lines.ts';

/** A line of a list, without its indentation. */
export interface ListLine {
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/** A header at the margin with the indented lines below it. */
export interface ListEntry {
  readonly header: ListLine;
  readonly lines: readonly ListLine[];
}

/** Far above any entry of the tracker's. */
const MAX_LINES = 20_000;

/**
 * Reads a list of the Security Tracker (`data/CVE/list`, `data/DSA/list`, `data/DLA/list`) entry by entry.
 * @throws AppError FEED_TRUNCATED when the last line is cut, FEED_INVALID, FEED_EMPTY
 */
export async function eachListEntry(
  document: FeedDocument,
  feed: string,
  onEntry: (entry: ListEntry) => void,
): Promise<void> {
  let header: ListLine | null = null;
  let lines: ListLine[] = [];
  const close = () => {
    if (header !== null) onEntry({ header, lines });
    lines = [];
  };
  const end = await eachLine(document, { feed }, (raw, line) => {
    const text = raw.trim();
    if (text === '') return;
    const place = `${document.name}, line ${line}`;
    if (!/^\s/.test(raw)) {
      close();
      header = { text, line };
    } else if (header === null) {
      throw feedInvalid(feed, place, 'the list begins in the middle of an entry');
    } else if (lines.length === MAX_LINES) {
      throw feedInvalid(feed, place, `the entry has more than ${MAX_LINES} lines`);
    } else {
      lines.push({ text, line });
    }
  });
  // The publisher ends every line: without the end, the last one may have lost its tail.
  if (!end.isLastEnded) {
    if (end.lines === 0) throw feedEmpty(feed);
    throw feedTruncated(feed, `${document.name}, line ${end.lines}`);
  }
  close();
}
