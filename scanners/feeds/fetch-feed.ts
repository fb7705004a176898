import { isAppError } from '#core/errors.ts';
import { sumInList } from './checksum-list.ts';
import { feedTooLarge } from './feed-error.ts';
import { feedChecksum, feedRefused } from './fetch-error.ts';
import { httpGet, type HttpAnswer, type HttpSettings } from './http-get.ts';
import { partFile, type PartFile } from './part-file.ts';

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
      /** `checksum` = equal to the publisher's own sum. */
      readonly verified: 'checksum' | 'none';
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
  const { sha256, bytes } = await part.sha256();
  try {
    const verified = await verify(sha256, { address, request, settings });
    part.finish();
    return { kind: 'fetched', path: part.path, sha256, bytes, ...download, verified };
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
type Download = 'not-modified' | { readonly etag: string | null; readonly lastModified: string | null };

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
    return { etag: mark.etag, lastModified: mark.lastModified };
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

async function verify(
  sha256: string,
  { address, request, settings }: Fetching,
): Promise<'checksum' | 'none'> {
  if (request.checksums === null) return 'none';
  const list = await fetchText(addressOf(request.checksums), settings);
  const name = address.pathname.split('/').at(-1) ?? '';
  const published = sumInList(list, name);
  if (published === null) throw feedChecksum(address.host, 'the published list of sums does not name it');
  if (published !== sha256) throw feedChecksum(address.host, 'it does not have the published SHA-256 sum');
  return 'checksum';
}

async function fetchText(address: URL, settings: FetchSettings): Promise<string> {
  const answer = await httpGet(address, { 'user-agent': settings.userAgent }, settings);
  try {
    if (answer.status !== 200)
      throw feedRefused(answer.address.host, `its sums answer with status ${answer.status}`);
    const parts: Uint8Array[] = [];
    for await (const part of limited(answer, 0, MAX_SUMS)) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
  } finally {
    answer.close();
  }
}

function addressOf(text: string): URL {
  if (!URL.canParse(text)) throw feedRefused('the publisher', 'the address is none');
  return new URL(text);
}
