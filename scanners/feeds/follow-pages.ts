import { join } from 'node:path';
import { feedTooLarge } from './feed-error.ts';
import { feedRefused } from './fetch-error.ts';
import type { FetchRequest, FetchResult, FetchSettings } from './fetch-feed.ts';
import { listOf, numberOf, textOf } from './json-value.ts';
import { discard, fetchListedPage, inTurn } from './listed-pages.ts';
import { packDocuments, type PackedDocument } from './pack-documents.ts';

const PAGE_SIZE = 100;
const MAX_PAGES = 2000;
const MAX_PAGE_BYTES = 128 * 1024 * 1024;
const MAX_TOTAL = 4 * 1024 * 1024 * 1024;
const READINGS = 2;
/** Marks what `known.etag` holds: when the list last changed. */
const MARK = 'changed ';

interface Page extends PackedDocument {
  readonly advisories: number;
  /** Advisories of all pages. */
  readonly total: number;
  /** The publisher's own words for when the list last changed; '' = it does not say. */
  readonly changed: string;
}

/**
 * Fetches all pages of Rocky's errata service (`…/advisories/?page=1&size=100`) into one archive, unless the list
 * has not changed since. A list that changes while it is read shifts its pages: it is read once more from the start.
 * @throws AppError as `fetchFeed`
 */
export async function followPages(request: FetchRequest, settings: FetchSettings): Promise<FetchResult> {
  const address = new URL(request.address);
  for (let reading = 1; reading <= READINGS; reading += 1) {
    const first = await fetchPage(address, 1, settings);
    if (first.changed !== '' && request.known.etag === `${MARK}${first.changed}`) {
      discard([first]);
      return { kind: 'not-modified' };
    }
    const pages = await fetchRest(address, first, settings);
    if (pages === 'shifted') continue;
    const path = join(settings.folder, 'rocky.tar.zst');
    const packed = await packDocuments(path, inTurn(pages), settings.maxBytes);
    const etag = first.changed === '' ? null : `${MARK}${first.changed}`;
    return { kind: 'fetched', path, ...packed, etag, lastModified: null, verified: 'none' };
  }
  throw feedRefused(address.host, 'its list changes while it is read');
}

async function fetchRest(address: URL, first: Page, settings: FetchSettings): Promise<Page[] | 'shifted'> {
  const pages = [first];
  let found = first.advisories;
  let bytes = first.bytes;
  while (found < first.total) {
    if (pages.length === MAX_PAGES) throw tooLarge(pages, `more than ${MAX_PAGES} pages`);
    const page = await fetchPage(address, pages.length + 1, settings);
    pages.push(page);
    found += page.advisories;
    bytes += page.bytes;
    if (bytes > MAX_TOTAL) throw tooLarge(pages, `${MAX_TOTAL} bytes in all`);
    if (page.changed !== first.changed || page.total !== first.total) {
      discard(pages);
      return 'shifted';
    }
    if (page.advisories === 0) {
      discard(pages);
      throw feedRefused(address.host, 'its pages hold fewer advisories than it says');
    }
  }
  return pages;
}

function tooLarge(pages: readonly Page[], limit: string) {
  discard(pages);
  return feedTooLarge('rocky', limit);
}

function fetchPage(address: URL, number: number, settings: FetchSettings): Promise<Page> {
  const page = new URL(address);
  page.searchParams.set('page', String(number));
  page.searchParams.set('size', String(PAGE_SIZE));
  const name = `page-${String(number).padStart(4, '0')}.json`;
  const read = (content: unknown) => readPage(content, address.host);
  return fetchListedPage({ address: page, name, maxBytes: MAX_PAGE_BYTES, read }, settings);
}

function readPage(content: unknown, host: string): Omit<Page, keyof PackedDocument> {
  const total = numberOf(content, 'total');
  if (total === null) throw feedRefused(host, 'a page does not say how many advisories there are');
  const advisories = listOf(content, 'advisories').length;
  return { advisories, total, changed: textOf(content, 'last_updated_at') ?? '' };
}
