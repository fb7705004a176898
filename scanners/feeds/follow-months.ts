import { join } from 'node:path';
import { feedTooLarge } from './feed-error.ts';
import { feedRefused } from './fetch-error.ts';
import { fetchFeed, type FetchRequest, type FetchResult, type FetchSettings } from './fetch-feed.ts';
import { fetchIndex, indexJson } from './follow-index.ts';
import { listOf, textOf } from './json-value.ts';
import { packDocuments, type PackedDocument } from './pack-documents.ts';
import { publishedInstant } from './published-time.ts';

const MONTH = /^\d{4}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)$/;
const MAX_INDEX = 4 * 1024 * 1024;
/** Fifty years of months. */
const MAX_MONTHS = 600;
/** Ten years of months are about 0.6 GB. */
const MAX_TOTAL = 4 * 1024 * 1024 * 1024;
/** Marks what `known.etag` holds: the newest change that was fetched. */
const MARK = 'changed ';

interface Month {
  readonly id: string;
  /** ISO instant. */
  readonly changed: string;
}

/**
 * Fetches Microsoft's monthly documents that its list (`…/updates`) names, each from `…/cvrf/<id>` beside it, into
 * one archive: all at first, later those that changed since the newest change known.
 * @throws AppError as `fetchFeed`
 */
export async function followMonths(request: FetchRequest, settings: FetchSettings): Promise<FetchResult> {
  const address = new URL(request.address);
  const months = await monthsOf(address, settings);
  const { etag } = request.known;
  const since = etag?.startsWith(MARK) ? etag.slice(MARK.length) : '';
  const changed = months.filter((month) => month.changed > since);
  if (changed.length === 0) return { kind: 'not-modified' };
  const path = join(settings.folder, 'msrc.tar.zst');
  const packed = await packDocuments(path, fetchMonths(address, changed, settings), settings.maxBytes);
  const newest = changed.reduce((last, month) => (month.changed > last ? month.changed : last), since);
  return { kind: 'fetched', path, ...packed, etag: `${MARK}${newest}`, lastModified: null, verified: 'none' };
}

async function monthsOf(address: URL, settings: FetchSettings): Promise<Month[]> {
  const request = { address, accept: 'application/json', known: null, maxBytes: MAX_INDEX };
  const index = await fetchIndex(request, settings);
  if (index === null || index === 'not-modified')
    throw feedRefused(address.host, 'it has no list of updates');
  // The list holds more than months; only these are documents of the feed.
  const months = new Map<string, Month>();
  for (const entry of listOf(indexJson(index.text, address.host), 'value')) {
    const id = textOf(entry, 'ID') ?? '';
    const changed = publishedInstant(textOf(entry, 'CurrentReleaseDate'));
    if (MONTH.test(id) && changed !== null) months.set(id, { id, changed });
  }
  if (months.size === 0) throw feedRefused(address.host, 'its list names no month');
  if (months.size > MAX_MONTHS) throw feedTooLarge('msrc', `more than ${MAX_MONTHS} months`);
  return [...months.values()].sort((a, b) => (a.changed < b.changed ? -1 : 1));
}

async function* fetchMonths(
  address: URL,
  months: readonly Month[],
  settings: FetchSettings,
): AsyncGenerator<PackedDocument> {
  let total = 0;
  for (const { id } of months) {
    const fetched = await fetchFeed(
      {
        address: new URL(`cvrf/${id}`, address).href,
        checksums: null,
        known: { etag: null, lastModified: null },
      },
      { ...settings, staysOnHost: true },
    );
    if (fetched.kind !== 'fetched') throw feedRefused(address.host, `it does not give the month ${id}`);
    total += fetched.bytes;
    if (total > MAX_TOTAL) throw feedTooLarge('msrc', `${MAX_TOTAL} bytes in all`);
    yield { name: id, path: fetched.path, bytes: fetched.bytes };
  }
}
