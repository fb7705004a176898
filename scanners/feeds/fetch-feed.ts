import { isAppError } from '#core/errors.ts';
import { sumInList } from './checksum-list.ts';
import { feedTooLarge } from './feed-error.ts';
import { feedChecksum, feedRefused } from './fetch-error.ts';
import { httpGet, type HttpAnswer, type HttpSettings } from './http-get.ts';
import { partFile, type PartFile } from './part-file.ts';
import { verifySignature } from './verify-signature.ts';

export interface FetchRequest {
  /** HTTPS address of the feed. */
  readonly address: string;
  /** Address of the published SHA-256 sums, null = none. */
  readonly checksums: string | null;
  /** What the last download's answer said; nulls = nothing known. */
  readonly known: { readonly etag: string | null; readonly lastModified: string | null };
}

export interface FetchSettings extends HttpSettings {
  /** An existing folder for the download; what broke off stays there and is continued. */
  readonly folder: string;
  readonly maxBytes: number;
  /** As in `User-Agent`. */
  readonly userAgent: string;
  /** File with the publisher's public keys: then every file needs its signature (`.asc`) beside it. */
  readonly publicKey?: string | null;
}

export type FetchResult =
  | { readonly kind: 'not-modified' }
  | {
      readonly kind: 'fetched';
      /** In the folder; the caller's to move or remove. */
      readonly path: string;
      readonly sha256: string;
      readonly bytes: number;
      readonly etag: string | null;
      readonly lastModified: string | null;
      /** `checksum` = equal to the publisher's own sum; `signature` = signed by the key given. */
      readonly verified: 'checksum' | 'signature' | 'none';
    };

/** 2 GiB: the largest public feed packed is half of that. */
export const standardMaxBytes = 2 * 1024 * 1024 * 1024;

const ATTEMPTS = 3;
const MAX_SUMS = 4 * 1024 * 1024;

/**
 * Fetches a feed if it changed: conditional, continued where it broke off, verified where sums are published.
 * @throws AppError FEED_UNREACHABLE, FEED_REFUSED, FEED_CHECKSUM, FEED_TOO_LARGE
 */
export async function fetchFeed(request: FetchRequest, settings: FetchSettings): Promise<FetchResult> {
  const address = addressOf(request.address);
  const part = partFile(settings.folder, request.address);
  const download = await downloadAll({ address, request, part, settings });
  if (download === 'not-modified') return { kind: 'not-modified' };
  const { etag, lastModified, stored } = download;
  const { sha256, md5, bytes } = await part.sums();
  try {
    const summed = await verify({ sha256, md5, stored }, { address, request, settings });
    const isSigned = await verifySigned(part.path, { address, request, settings });
    const verified = isSigned ? 'signature' : summed;
    part.finish();
    return { kind: 'fetched', path: part.path, sha256, bytes, etag, lastModified, verified };
  } catch (error) {
    if (isAppError(error) && error.code === 'FEED_CHECKSUM') part.remove();
    throw error;
  }
}

interface Fetching {
  readonly address: URL;
  readonly request: FetchRequest;
  readonly settings: FetchSettings;
}

type Downloading = Fetching & { readonly part: PartFile };
type Download =
  | 'not-modified'
  | {
      readonly etag: string | null;
      readonly lastModified: string | null;
      /** MD5 of the whole in base64, as the store tells it; null = it does not. */
      readonly stored: string | null;
    };

/** Goes on where the transfer broke off, a few times; a later call goes on as well. */
async function downloadAll(fetching: Downloading): Promise<Download> {
  for (let attempt = 1; ; attempt += 1) {
    const before = fetching.part.resumable()?.bytes ?? 0;
    try {
      return await downloadOnce(fetching);
    } catch (error) {
      const cameFurther = (fetching.part.resumable()?.bytes ?? 0) > before;
      const brokeOff = isAppError(error) && error.code === 'FEED_UNREACHABLE';
      if (!brokeOff || !cameFurther || attempt === ATTEMPTS) throw error;
    }
  }
}

async function downloadOnce({ address, request, part, settings }: Downloading): Promise<Download> {
  const resume = part.resumable();
  const headers = { 'user-agent': settings.userAgent, ...(resume ? rangeOf(resume) : conditionsOf(request)) };
  const answer = await httpGet(address, headers, settings);
  try {
    if (answer.status === 304 && !resume) return 'not-modified';
    if (answer.status === 416 && resume) {
      part.remove();
      return await downloadOnce({ address, request, part, settings });
    }
    const continues = resume !== null && isContinuation(answer, resume.bytes);
    if (answer.status !== 200 && !continues)
      throw feedRefused(answer.address.host, `it answers with status ${answer.status}`);
    const mark = {
      address: request.address,
      etag: answer.header('etag'),
      lastModified: answer.header('last-modified'),
    };
    if (!continues) part.begin(mark);
    await part.append(limited(answer, continues ? resume.bytes : 0, settings.maxBytes));
    return {
      etag: mark.etag,
      lastModified: mark.lastModified,
      stored: storedMd5(answer.header('x-goog-hash')),
    };
  } catch (error) {
    if (isAppError(error) && error.code === 'FEED_TOO_LARGE') part.remove();
    throw error;
  } finally {
    answer.close();
  }
}

function rangeOf({ bytes, validator }: { readonly bytes: number; readonly validator: string }) {
  return { range: `bytes=${bytes}-`, 'if-range': validator };
}

function conditionsOf({ known }: FetchRequest): Record<string, string> {
  return {
    ...(known.etag !== null && { 'if-none-match': known.etag }),
    ...(known.lastModified !== null && { 'if-modified-since': known.lastModified }),
  };
}

/** The publisher goes on from where we are; anything else would splice two editions. */
function isContinuation(answer: HttpAnswer, from: number): boolean {
  return answer.status === 206 && new RegExp(`^bytes ${from}-`).test(answer.header('content-range') ?? '');
}

async function* limited(answer: HttpAnswer, before: number, maxBytes: number): AsyncGenerator<Uint8Array> {
  const tooLarge = () => feedTooLarge(answer.address.pathname.split('/').at(-1) ?? '', `${maxBytes} bytes`);
  if (before + Number(answer.header('content-length') ?? 0) > maxBytes) throw tooLarge();
  let bytes = before;
  for await (const chunk of answer.body()) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge();
    yield chunk;
  }
}

/** `crc32c=…, md5=…`: Google Cloud Storage, where OSV lies, tells it of the whole object (its XML API, `x-goog-hash`). */
function storedMd5(header: string | null): string | null {
  const [, md5] = /(?:^|[,\s])md5=([A-Za-z0-9+/]{22}==)(?:[,\s]|$)/.exec(header ?? '') ?? [];
  return md5 ?? null;
}

interface Sums {
  readonly sha256: string;
  readonly md5: string;
  readonly stored: string | null;
}

async function verify(
  { sha256, md5, stored }: Sums,
  { address, request, settings }: Fetching,
): Promise<'checksum' | 'none'> {
  if (stored !== null && stored !== md5)
    throw feedChecksum(address.host, 'it does not have the MD5 sum that its store tells');
  if (request.checksums === null) return stored === null ? 'none' : 'checksum';
  const list = await fetchText(addressOf(request.checksums), settings);
  const name = address.pathname.split('/').at(-1) ?? '';
  const published = sumInList(list, name);
  if (published === null) throw feedChecksum(address.host, 'the published list of sums does not name it');
  if (published !== sha256) throw feedChecksum(address.host, 'it does not have the published SHA-256 sum');
  return 'checksum';
}

/** False where no key was given: the signature then says nothing. */
async function verifySigned(path: string, { address, settings }: Fetching): Promise<boolean> {
  const { publicKey = null } = settings;
  if (publicKey === null) return false;
  const beside = new URL(address);
  beside.pathname += '.asc';
  const signature = await fetchSmall(beside, 'its signature', settings);
  await verifySignature({ path, signature, publicKey, host: address.host });
  return true;
}

async function fetchText(address: URL, settings: FetchSettings): Promise<string> {
  return (await fetchSmall(address, 'its list of sums', settings)).toString('utf8');
}

async function fetchSmall(address: URL, what: string, settings: FetchSettings): Promise<Buffer> {
  const answer = await httpGet(address, { 'user-agent': settings.userAgent }, settings);
  try {
    if (answer.status !== 200)
      throw feedRefused(answer.address.host, `${what} answers with status ${answer.status}`);
    const parts: Uint8Array[] = [];
    for await (const part of limited(answer, 0, MAX_SUMS)) parts.push(part);
    return Buffer.concat(parts);
  } finally {
    answer.close();
  }
}

function addressOf(text: string): URL {
  if (!URL.canParse(text)) throw feedRefused('the publisher', 'the address is none');
  return new URL(text);
}
