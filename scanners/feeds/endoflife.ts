import type { ReleaseLife } from '#core/advisory/feed-item.ts';
import { feedInvalid } from './feed-error.ts';
import { feedTally, type FeedTally } from './feed-tally.ts';
import type { Feed, FeedDocument } from './feed.ts';
import { listOf, memberOf, textOf } from './json-value.ts';
import { publishedDay, publishedInstant } from './published-time.ts';
import { eachJsonMember } from './read-json.ts';

const NAME = 'endoflife';
const ADDRESS = 'https://endoflife.date/api/v1/products/full';

/** When releases of products stop getting fixes, as the community of endoflife.date keeps it (API v1). */
export const endoflife: Feed = {
  title: 'End of life of releases',
  publisher: 'endoflife.date',
  licence: 'MIT',
  addresses: [ADDRESS],
  checksums: null,
  restates: 'everything',
  recognises: (head) =>
    /"schema_version"\s*:/.test(head) && /"generated_at"\s*:/.test(head) && /"releases"|"result"/.test(head),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    let published: string | null = null;
    let version: string | null = null;
    for await (const document of input.documents()) {
      const header = await readProducts(document, tally);
      published = publishedInstant(textOf(header, 'generated_at'));
      version = textOf(header, 'schema_version');
    }
    return tally.summary(published, version);
  },
};

async function readProducts(document: FeedDocument, tally: FeedTally): Promise<Record<string, unknown>> {
  const header: Record<string, unknown> = {};
  let products = 0;
  const paths = ['$.schema_version', '$.generated_at', '$.total', '$.result.*'];
  await eachJsonMember(document, { feed: NAME, paths }, ({ value, key, at }) => {
    if (typeof key === 'string') return void (header[key] = value);
    products += 1;
    const product = textOf(value, 'name');
    if (product === null) return tally.skip('a product without a name');
    for (const [index, release] of listOf(value, 'releases').entries())
      takeRelease(release, { product, at: `${at()}.releases[${index}]`, tally });
  });
  if (typeof header['total'] === 'number' && header['total'] !== products)
    throw feedInvalid(NAME, '$.total', `it says ${header['total']} products and the file holds ${products}`);
  return header;
}

interface Release {
  readonly product: string;
  readonly at: string;
  readonly tally: FeedTally;
}

function takeRelease(value: unknown, { product, at, tally }: Release): void {
  const release = textOf(value, 'name');
  if (release === null) return tally.skip('a release without a name');
  const item: ReleaseLife = {
    kind: 'release-life',
    product,
    release,
    releasedOn: publishedDay(textOf(value, 'releaseDate')),
    supportEnds: endOf(value, 'eolFrom', 'isEol'),
    extendedEnds: endOf(value, 'eoesFrom', 'isEoes'),
    latest: textOf(memberOf(value, 'latest'), 'name'),
    at,
  };
  tally.emit(item);
}

/** The day, else whether it is over, else null. */
function endOf(value: unknown, dayName: string, overName: string): string | boolean | null {
  const day = publishedDay(textOf(value, dayName));
  const over = memberOf(value, overName);
  return day ?? (typeof over === 'boolean' ? over : null);
}
