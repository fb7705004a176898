import type { FeedItem, Statement } from '#core/advisory/feed-item.ts';
import type { Writer } from './writer.ts';

/** A record of a feed that says nothing of a product. */
export type FeedFact = Exclude<FeedItem, Statement>;

/** What feeds know of these advisories and vulnerabilities. */
export async function factsAbout(writer: Writer, subjects: ReadonlySet<string>): Promise<FeedFact[]> {
  if (subjects.size === 0) return [];
  const rows = await writer.look('facts-of', { subjects: [...subjects] });
  return rows.map(({ content }) => JSON.parse(content) as FeedFact);
}
