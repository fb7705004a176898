import { walkXmlStream, type XmlChunkEvents, type XmlChunkOptions } from '../xml.ts';
import { feedInvalid, feedTruncated } from './feed-error.ts';
import type { FeedDocument } from './feed.ts';

/**
 * Reads an XML document of a feed to its end.
 * @throws AppError FEED_TRUNCATED, FEED_INVALID with the line; XML_DTD_FORBIDDEN, XML_TOO_DEEP, XML_PART_TOO_LARGE,
 * ENCODING_INVALID; what the events throw
 */
export async function walkFeedXml(
  document: FeedDocument,
  events: XmlChunkEvents,
  { feed, ...options }: XmlChunkOptions & { readonly feed: string },
): Promise<void> {
  const end = await walkXmlStream(document.bytes(), events, options);
  if (end.kind === 'whole') return;
  const place = `${document.name}, line ${end.line}`;
  throw end.kind === 'cut'
    ? feedTruncated(feed, place)
    : feedInvalid(feed, place, 'it is not well-formed XML');
}
