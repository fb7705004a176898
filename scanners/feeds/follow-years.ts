import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { feedTooLarge } from './feed-error.ts';
import { feedChecksum, feedRefused } from './fetch-error.ts';
import { fetchFeed, type FetchRequest, type FetchResult, type FetchSettings } from './fetch-feed.ts';
import { fetchIndex } from './follow-index.ts';
import { packDocuments, type PackedDocument } from './pack-documents.ts';
import { laterInstant, publishedInstant } from './published-time.ts';

const MAX_META = 4096;
/** Decompressed: all years are about 4 GB, the largest 0.3 GB. */
const MAX_YEAR = 4 * 1024 * 1024 * 1024;
const FIRST_YEAR = 2002;
const MAX_YEARS = 100;
/** The feed of changes holds those of the last eight days (nvd.nist.gov, Data Feeds); one day in reserve. */
const CHANGES_MS = 7 * 86_400_000;
/** Marks what `known.etag` holds: the newest change that was fetched. */
const MARK = 'changed ';

/** What a `.meta` file says of the feed beside it. */
interface Meta {
  /** ISO instant. */
  readonly changed: string;
  /** SHA-256 of the feed as it is unpacked, in small letters. */
  readonly sum: string;
}

interface Part extends Meta {
  /** `2024`, `modified`. */
  readonly name: string;
}

/**
 * Fetches the NVD's feeds beside the `.meta` file of its changes (`…/nvdcve-2.0-modified.meta`) into one archive: every
 * year at first, and when more than a week was missed; else the changes alone. Each is held against its SHA-256 sum.
 * @throws AppError as `fetchFeed`
 */
export async function followYears(request: FetchRequest, settings: FetchSettings): Promise<FetchResult> {
  const address = new URL(request.address);
  const changes = await metaOf(address, 'modified', settings);
  if (changes === null) throw feedRefused(address.host, 'it has no feed of changes');
  const { etag } = request.known;
  const since = etag?.startsWith(MARK) ? etag.slice(MARK.length) : null;
  if (since !== null && changes.changed <= since) return { kind: 'not-modified' };
  const isRecent = since !== null && Date.parse(changes.changed) - Date.parse(since) <= CHANGES_MS;
  const parts = isRecent ? [changes] : await yearsOf(address, settings);
  const path = join(settings.folder, 'nvd.tar.zst');
  const packed = await packDocuments(path, fetchParts(address, parts, settings), settings.maxBytes);
  const newest = parts.reduce<string | null>((last, { changed }) => laterInstant(last, changed), null);
  return {
    kind: 'fetched',
    path,
    ...packed,
    etag: `${MARK}${newest}`,
    lastModified: null,
    verified: 'checksum',
  };
}

/** Every year that there is, from the first one on. */
async function yearsOf(address: URL, settings: FetchSettings): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (let year = FIRST_YEAR; year < FIRST_YEAR + MAX_YEARS; year += 1) {
    const part = await metaOf(address, String(year), settings);
    if (part === null) break;
    parts.push(part);
  }
  if (parts.length === 0) throw feedRefused(address.host, 'it has no feed of a year');
  return parts;
}

/** null = there is no such feed. */
async function metaOf(address: URL, name: string, settings: FetchSettings): Promise<Part | null> {
  const meta = besides(address, name, 'meta');
  const request = { address: meta, accept: 'text/plain', known: null, maxBytes: MAX_META };
  const index = await fetchIndex(request, settings);
  if (index === null || index === 'not-modified') return null;
  const fields = new Map(index.text.split(/\r?\n/).map((line) => fieldOf(line)));
  const changed = publishedInstant(fields.get('lastModifiedDate') ?? null);
  const sum = (fields.get('sha256') ?? '').toLowerCase();
  if (changed === null || !/^[0-9a-f]{64}$/.test(sum))
    throw feedRefused(address.host, `its file on ${name} has no date or no SHA-256 sum`);
  return { name, changed, sum };
}

/** `sha256:D7F1…` and `lastModifiedDate:2026-07-19T10:00:00-04:00`. */
function fieldOf(line: string): [string, string] {
  const at = line.indexOf(':');
  return [line.slice(0, at), line.slice(at + 1).trim()];
}

function besides(address: URL, name: string, ending: string): URL {
  return new URL(`nvdcve-2.0-${name}.${ending}`, address);
}

async function* fetchParts(
  address: URL,
  parts: readonly Part[],
  settings: FetchSettings,
): AsyncGenerator<PackedDocument> {
  for (const part of parts) {
    const fetched = await fetchFeed(
      {
        address: besides(address, part.name, 'json.gz').href,
        checksums: null,
        known: { etag: null, lastModified: null },
      },
      { ...settings, staysOnHost: true },
    );
    if (fetched.kind !== 'fetched') throw feedRefused(address.host, `it does not give ${part.name}`);
    yield await unpack(fetched.path, part, address.host);
  }
}

/** The published sum is of the feed unpacked. */
async function unpack(packed: string, { name, sum }: Part, host: string): Promise<PackedDocument> {
  const path = `${packed}.json`;
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      bytes += chunk.byteLength;
      if (bytes > MAX_YEAR) throw feedTooLarge('nvd', `${MAX_YEAR} bytes`);
      hash.update(chunk);
      yield chunk;
    }
  };
  try {
    await pipeline(
      createReadStream(packed),
      createGunzip(),
      counted,
      createWriteStream(path, { mode: 0o600 }),
    );
    if (hash.digest('hex') === sum) return { name: `nvdcve-2.0-${name}.json`, path, bytes };
    throw feedChecksum(host, `nvdcve-2.0-${name} does not have the published SHA-256 sum`);
  } catch (error) {
    rmSync(path, { force: true });
    throw isDamaged(error) ? feedChecksum(host, `nvdcve-2.0-${name} cannot be unpacked`) : error;
  } finally {
    rmSync(packed, { force: true });
  }
}

function isDamaged(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^Z_/.test(String(error.code));
}
