import { readAdviceKey } from '#core/advisory/advice-key.ts';
import { adviseReported } from '#core/advisory/advise-reported.ts';
import type { FeedKnowledge } from '#core/advisory/advise.ts';
import { noteAdvice } from './ask-feeds.ts';
import type { Asking } from './ask-feeds.ts';
import { factsAbout } from './facts-about.ts';
import { feedKnowledge } from './feed-knowledge.ts';
import type { RatingBook } from './rating-book.ts';
import type { Writer } from './writer.ts';

/** Fixes asked about at once: what feeds know of their vulnerabilities is held in memory together. */
const FIXES_AT_ONCE = 500;

interface AskingReported extends Asking {
  readonly ratings: RatingBook;
}

/**
 * Ask all feeds what they know of fixes that other tools report, and keep what is new.
 * @param told from when it counts, UTC ms, and by which event
 * @param keys made by `reportedKey`
 * @returns those of which something else is known now
 */
export async function askAboutReported(
  { writer, advice, ratings }: AskingReported,
  told: { readonly seq: number; readonly at: number },
  keys: readonly string[],
): Promise<string[]> {
  const changed: string[] = [];
  for (let from = 0; from < keys.length; from += FIXES_AT_ONCE) {
    const batch = keys.slice(from, from + FIXES_AT_ONCE).map((key) => {
      const cves = ratings.timelineOf(key).at(-1)?.rating.cves ?? [];
      return { key, fix: readAdviceKey(key).version, cves };
    });
    const knowledge = await knowledgeOf(writer, new Set(batch.flatMap(({ fix, cves }) => [fix, ...cves])));
    for (const { key, fix, cves } of batch) {
      const found = adviseReported({ fix, cves }, knowledge);
      if (noteAdvice({ writer, advice }, told, { key, found })) changed.push(key);
    }
  }
  return changed;
}

/** What feeds know of these, and of the vulnerabilities that an advisory among them names. */
async function knowledgeOf(writer: Writer, subjects: ReadonlySet<string>): Promise<FeedKnowledge> {
  const facts = await factsAbout(writer, subjects);
  const named = facts.flatMap((fact) => (fact.kind === 'advisory' ? fact.cves : []));
  const others = new Set(named.filter((cve) => !subjects.has(cve)));
  return feedKnowledge([...facts, ...(await factsAbout(writer, others))]);
}
