import { feedRefused } from './fetch-error.ts';
import { fetchFeed, type FetchRequest, type FetchResult, type FetchSettings } from './fetch-feed.ts';
import { fetchIndex } from './follow-index.ts';

/** The name alone, of a file in the same folder. */
const ARCHIVE = /^\w[\w-]{0,80}\.tar\.(?:zst|gz|xz|bz2)$/;
const MAX_INDEX = 4096;

/**
 * Fetches the archive that a file names, as Red Hat's `archive_latest.txt` does, from the same folder, with its
 * SHA-256 sum where that lies beside it. Whether it changed is asked of the file that names it.
 * @throws AppError as `fetchFeed`
 */
export async function followArchive(request: FetchRequest, settings: FetchSettings): Promise<FetchResult> {
  const address = new URL(request.address);
  const { known } = request;
  const index = await fetchIndex({ address, accept: 'text/plain', known, maxBytes: MAX_INDEX }, settings);
  if (index === 'not-modified') return { kind: 'not-modified' };
  if (index === null) throw feedRefused(address.host, 'it answers with status 404');
  const name = index.text.trim();
  if (!ARCHIVE.test(name)) throw feedRefused(address.host, 'its list names no archive');
  const archive = new URL(name, address);
  const sums = new URL(`${name}.sha256`, address);
  const sum = await fetchIndex(
    { address: sums, accept: 'text/plain', known: null, maxBytes: MAX_INDEX },
    settings,
  );
  const fetched = await fetchFeed(
    {
      address: archive.href,
      checksums: sum === null ? null : sums.href,
      known: { etag: null, lastModified: null },
    },
    { ...settings, staysOnHost: true },
  );
  const { etag, lastModified } = index;
  return fetched.kind === 'fetched' ? { ...fetched, etag, lastModified } : fetched;
}
