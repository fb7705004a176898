import { readFileSync, rmSync } from 'node:fs';
import { feedRefused } from './fetch-error.ts';
import { fetchFeed, type FetchSettings } from './fetch-feed.ts';
import { indexJson } from './follow-index.ts';
import type { PackedDocument } from './pack-documents.ts';

export interface ListedPage<Told> {
  /** The page itself, with what tells which of the list it is. */
  readonly address: URL;
  /** As the archive and errors name it. */
  readonly name: string;
  readonly maxBytes: number;
  /** What the page says of itself. @throws AppError FEED_REFUSED */
  readonly read: (content: unknown) => Told;
}

/**
 * Fetches one page of a list of JSON pages; nothing is left of one that cannot be read.
 * @throws AppError as `fetchFeed` and `read`
 */
export async function fetchListedPage<Told extends object>(
  { address, name, maxBytes, read }: ListedPage<Told>,
  settings: FetchSettings,
): Promise<PackedDocument & Told> {
  const fetched = await fetchFeed(
    { address: address.href, checksums: null, known: { etag: null, lastModified: null } },
    { ...settings, maxBytes: Math.min(settings.maxBytes, maxBytes), staysOnHost: true },
  );
  if (fetched.kind !== 'fetched') throw feedRefused(address.host, `it does not give ${name}`);
  const { path, bytes } = fetched;
  try {
    return { name, path, bytes, ...read(indexJson(readFileSync(path, 'utf8'), address.host)) };
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

/** Pages as `packDocuments` takes them. */
export async function* inTurn(pages: readonly PackedDocument[]): AsyncGenerator<PackedDocument> {
  yield* pages;
}

/** Removes pages that go into no archive. */
export function discard(pages: readonly PackedDocument[]): void {
  for (const { path } of pages) rmSync(path, { force: true });
}
