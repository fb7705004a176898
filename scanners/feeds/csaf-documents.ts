import { readCsaf, type CsafDocument } from './csaf.ts';
import { feedInvalid } from './feed-error.ts';
import type { FeedTally } from './feed-tally.ts';
import type { FeedInput } from './feed.ts';
import { laterInstant, publishedInstant } from './published-time.ts';
import { readJsonWhole } from './read-json.ts';

const MAX_DOCUMENT = 256 * 1024 * 1024;

/**
 * Reads every CSAF document of an input; other members of an archive are counted.
 * @returns when the newest of them was last changed, and how many there were
 * @throws AppError FEED_INVALID, FEED_TRUNCATED, FEED_EMPTY, FEED_TOO_LARGE
 */
export async function eachCsafDocument(
  { input, feed, tally }: { readonly input: FeedInput; readonly feed: string; readonly tally: FeedTally },
  take: (document: CsafDocument, name: string) => void,
): Promise<{ readonly newest: string | null; readonly documents: number }> {
  let newest: string | null = null;
  let files = 0;
  let documents = 0;
  for await (const file of input.documents()) {
    files += 1;
    if (files > 1 && !/\.json$/i.test(file.name)) {
      tally.skip('a file that is no CSAF document');
      continue;
    }
    const document = readCsaf(await readJsonWhole(file, { feed, maxBytes: MAX_DOCUMENT }));
    if (typeof document === 'string') throw feedInvalid(feed, file.name, document);
    documents += 1;
    newest = laterInstant(newest, publishedInstant(document.changed));
    take(document, file.name);
  }
  return { newest, documents };
}
