import { join } from 'node:path';
import { feedTooLarge } from './feed-error.ts';
import { feedRefused } from './fetch-error.ts';
import type { FetchRequest, FetchResult, FetchSettings } from './fetch-feed.ts';
import { listOf, numberOf, textOf } from './json-value.ts';
import { discard, fetchListedPage, inTurn } from './listed-pages.ts';
import { packDocuments, type PackedDocument } from './pack-documents.ts';
import { publishedInstant } from './published-time.ts';

/** More are answered with status 422 (canonical/ubuntu-com-security-api). */
const PAGE_SIZE = 20;
/** About 450 in 2026. */
const MAX_PAGES = 5000;
const MAX_PAGE_BYTES = 64 * 1024 * 1024;
const READINGS = 2;
/** Marks what `known.etag` holds: the newest notice that was fetched. */
const MARK = 'published ';

interface Page extends PackedDocument {
  readonly notices: number;
  /** Notices of all pages. */
  readonly total: number;
  /** Of its newest and its oldest notice, ISO instants; '' = none is dated. */
  readonly newest: string;
  readonly oldest: string;
}

/**
 * Fetches Ubuntu's notices (`…/notices.json?limit=20&offset=0`, the newest first) into one archive: all at first, later the
 * pages up to the newest notice known. A list that grows while it is read shifts its pages: it is read once more.
 * @throws AppError as `fetchFeed`
 */
export async function followNotices(request: FetchRequest, settings: FetchSettings): Promise<FetchResult> {
  const address = new URL(request.address);
  const { etag } = request.known;
  const since = etag?.startsWith(MARK) ? etag.slice(MARK.length) : '';
  for (let reading = 1; reading <= READINGS; reading += 1) {
    const pages = await readPages(address, since, settings);
    if (pages === 'shifted') continue;
    const newest = pages[0]?.newest ?? '';
    if (newest <= since) {
      discard(pages);
      return { kind: 'not-modified' };
    }
    const path = join(settings.folder, 'ubuntu-notices.tar.zst');
    const packed = await packDocuments(path, inTurn(pages), settings.maxBytes);
    const mark = { etag: `${MARK}${newest}`, lastModified: null };
    return { kind: 'fetched', path, ...packed, ...mark, verified: 'none' };
  }
  throw feedRefused(address.host, 'its list changes while it is read');
}

/** From the newest on, until all were read or a page reaches back to what is known. No page is left where it fails. */
async function readPages(address: URL, since: string, settings: FetchSettings): Promise<Page[] | 'shifted'> {
  const pages: Page[] = [];
  try {
    for (let found = 0; pages.length < MAX_PAGES;) {
      const page = await fetchPage(address, pages.length, settings);
      pages.push(page);
      found += page.notices;
      if (page.total !== pages[0]?.total) break;
      if (found >= page.total || (since !== '' && page.oldest <= since)) return pages;
      if (page.notices === 0) throw feedRefused(address.host, 'its pages hold fewer notices than it says');
    }
    if (pages.length === MAX_PAGES) throw feedTooLarge('ubuntu-notices', `more than ${MAX_PAGES} pages`);
  } catch (error) {
    discard(pages);
    throw error;
  }
  discard(pages);
  return 'shifted';
}

function fetchPage(address: URL, number: number, settings: FetchSettings): Promise<Page> {
  const page = new URL(address);
  page.searchParams.set('limit', String(PAGE_SIZE));
  page.searchParams.set('offset', String(number * PAGE_SIZE));
  const name = `notices-${String(number).padStart(4, '0')}.json`;
  const read = (content: unknown) => readPage(content, address.host);
  return fetchListedPage({ address: page, name, maxBytes: MAX_PAGE_BYTES, read }, settings);
}

function readPage(content: unknown, host: string): Omit<Page, keyof PackedDocument> {
  const total = numberOf(content, 'total_results');
  if (total === null) throw feedRefused(host, 'a page does not say how many notices there are');
  const notices = listOf(content, 'notices');
  const dated = notices.flatMap((notice) => publishedInstant(textOf(notice, 'published')) ?? []).sort();
  return { notices: notices.length, total, newest: dated.at(-1) ?? '', oldest: dated[0] ?? '' };
}
