import { rmSync } from 'node:fs';
import { walkXmlChunks } from '../xml.ts';
import { feedChecksum, feedRefused } from './fetch-error.ts';
import { fetchFeed, type FetchRequest, type FetchResult, type FetchSettings } from './fetch-feed.ts';
import { fetchIndex } from './follow-index.ts';

const MAX_INDEX = 4 * 1024 * 1024;
const INDEX = 'repodata/repomd.xml';
/** Its name may begin with its digest (createrepo_c). */
const FILE = /^repodata\/[\w.-]{0,200}updateinfo\.xml(?:\.(?:gz|xz|zst|bz2))?$/;
/** Marks what `known.etag` holds: the digest of the file that was fetched. */
const MARK = 'updateinfo ';

/** The advisories of a repository, as its own index names them. */
interface Named {
  readonly address: URL;
  /** SHA-256, in small letters. */
  readonly sum: string;
}

/**
 * Fetches the updateinfo.xml of a package repository, which its index (`…/repodata/repomd.xml`) names with its SHA-256
 * sum; of Amazon the list of mirrors (`…/mirror.list`) names the repository. All from one host.
 * @throws AppError as `fetchFeed`; FEED_CHECKSUM also when the repository changed meanwhile
 */
export async function followRepository(request: FetchRequest, settings: FetchSettings): Promise<FetchResult> {
  const address = new URL(request.address);
  const root = address.pathname.endsWith('/mirror.list')
    ? await mirrorOf(address, settings)
    : new URL('..', address);
  const { address: file, sum } = await namedIn(new URL(INDEX, root), settings);
  const etag = `${MARK}${sum}`;
  if (request.known.etag === etag) return { kind: 'not-modified' };
  const fetched = await fetchFeed(
    { address: file.href, checksums: null, known: { etag: null, lastModified: null } },
    { ...settings, staysOnHost: true },
  );
  if (fetched.kind !== 'fetched') throw feedRefused(address.host, 'it does not give its updateinfo.xml');
  if (fetched.sha256 !== sum) {
    rmSync(fetched.path, { force: true });
    throw feedChecksum(address.host, 'it does not have the SHA-256 sum of the repository’s index');
  }
  return { ...fetched, etag, lastModified: null, verified: 'checksum' };
}

/** The first line that is on this host: https://cdn.amazonlinux.com/al2023/core/guids/…/x86_64/ */
async function mirrorOf(address: URL, settings: FetchSettings): Promise<URL> {
  const lines = (await textOf(address, settings)).split(/\r?\n/).map((line) => line.trim());
  const mirrors = lines.filter((line) => URL.canParse(line)).map((line) => new URL(line));
  const own = mirrors.find(({ host, protocol }) => host === address.host && protocol === address.protocol);
  if (own === undefined) throw feedRefused(address.host, 'its list names no mirror on the same host');
  return new URL(own.pathname.endsWith('/') ? own.href : `${own.href}/`);
}

async function textOf(address: URL, settings: FetchSettings): Promise<string> {
  const index = await fetchIndex({ address, accept: '*/*', known: null, maxBytes: MAX_INDEX }, settings);
  if (index === null || index === 'not-modified')
    throw feedRefused(address.host, 'it answers with status 404');
  return index.text;
}

async function namedIn(index: URL, settings: FetchSettings): Promise<Named> {
  const { href, sum } = readIndex(await textOf(index, settings), index.host);
  if (href === null) throw feedRefused(index.host, 'the repository has no updateinfo.xml');
  if (!FILE.test(href)) throw feedRefused(index.host, 'its index names a file elsewhere');
  if (sum === null) throw feedRefused(index.host, 'its index gives no SHA-256 sum of updateinfo.xml');
  return { address: new URL(href, new URL('..', index)), sum };
}

/** `data type="updateinfo"` of repomd.xml (createrepo_c): where it is, and its sum as it is packed. */
function readIndex(
  text: string,
  host: string,
): { readonly href: string | null; readonly sum: string | null } {
  let isWanted = false;
  let type = '';
  let href: string | null = null;
  let sum: string | null = null;
  const end = walkXmlChunks(
    [Buffer.from(text)],
    {
      onOpen: ({ name, attributes }) => {
        if (name === 'data') isWanted = attributes['type'] === 'updateinfo';
        if (name === 'checksum') type = attributes['type'] ?? '';
        if (name === 'location' && isWanted) href ??= attributes['href'] ?? null;
      },
      onClose: (name, inner) => {
        const hex = inner.trim().toLowerCase();
        if (name === 'checksum' && isWanted && type === 'sha256' && /^[0-9a-f]{64}$/.test(hex)) sum ??= hex;
        if (name === 'data') isWanted = false;
      },
    },
    { localNames: true },
  );
  if (end.kind !== 'whole') throw feedRefused(host, 'its index is not well-formed XML');
  return { href, sum };
}
