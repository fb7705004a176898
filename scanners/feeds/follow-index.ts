import { feedTooLarge } from './feed-error.ts';
import type { FetchRequest, FetchSettings } from './fetch-feed.ts';
import { feedRefused } from './fetch-error.ts';
import { httpGet } from './http-get.ts';

/** What a publisher's list of its files says. */
export interface FeedIndex {
  readonly text: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export interface IndexRequest {
  readonly address: URL;
  /** As in `Accept`. */
  readonly accept: string;
  /** null = in any case. */
  readonly known: FetchRequest['known'] | null;
  readonly maxBytes: number;
}

/**
 * A small text that tells where the documents of a feed are; null = there is none (404).
 * @throws AppError FEED_UNREACHABLE, FEED_REFUSED, FEED_TOO_LARGE
 */
export async function fetchIndex(
  { address, accept, known, maxBytes }: IndexRequest,
  settings: FetchSettings,
): Promise<FeedIndex | 'not-modified' | null> {
  const headers = {
    accept,
    'user-agent': settings.userAgent,
    ...(known?.etag && { 'if-none-match': known.etag }),
    ...(known?.lastModified && { 'if-modified-since': known.lastModified }),
  };
  const answer = await httpGet(address, headers, { ...settings, staysOnHost: true });
  try {
    if (answer.status === 304 && known !== null) return 'not-modified';
    if (answer.status === 404) return null;
    if (answer.status !== 200)
      throw feedRefused(address.host, `its list answers with status ${answer.status}`);
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of answer.body()) {
      bytes += part.byteLength;
      if (bytes > maxBytes) throw feedTooLarge(address.pathname.split('/').at(-1) ?? '', `${maxBytes} bytes`);
      parts.push(part);
    }
    const text = Buffer.concat(parts).toString('utf8');
    return { text, etag: answer.header('etag'), lastModified: answer.header('last-modified') };
  } finally {
    answer.close();
  }
}

/** As JSON. @throws AppError FEED_REFUSED */
export function indexJson(text: string, host: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw feedRefused(host, 'its list is not JSON');
  }
}
