import type { FeedItem, Statement } from '#core/advisory/feed-item.ts';
import type { Writer } from './writer.ts';

/** A record of a feed that says nothing of a product. */
export type FeedFact = Exclude<FeedItem, Statement>;

/** What feeds know of these advisories and vulnerabilities, and of the advisories that they replace. */
export async function factsAbout(writer: Writer, subjects: ReadonlySet<string>): Promise<FeedFact[]> {
  const facts: FeedFact[] = [];
  const asked = new Set<string>();
  for (let next = subjects; next.size > 0;) {
    const rows = await writer.look('facts-of', { subjects: [...next] });
    const found = rows.map(({ content }) => JSON.parse(content) as FeedFact);
    facts.push(...found);
    for (const subject of next) asked.add(subject);
    const replaced = found.flatMap((fact) => (fact.kind === 'advisory' ? fact.replaces : []));
    next = new Set(replaced).difference(asked);
  }
  return facts;
}
