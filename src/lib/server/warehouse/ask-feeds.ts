import { createHash } from 'node:crypto';
import { advise } from '#core/advisory/advise.ts';
import type { Advice, KnownStatement } from '#core/advisory/advise.ts';
import { readAdviceKey } from '#core/advisory/advice-key.ts';
import type { FeedItem, Statement } from '#core/advisory/feed-item.ts';
import { readPlatform } from '#core/advisory/platform.ts';
import { isLocalDate } from '#core/time.ts';
import { endingOf, factsOfAll } from './advice-book.ts';
import type { AdviceBook, AdviceFact } from './advice-book.ts';
import type { AppliedEvent } from './evidence.ts';
import { feedKnowledge } from './feed-knowledge.ts';
import { placeOf } from './feed-rows.ts';
import type { TableRow } from './tables.ts';
import type { Writer } from './writer.ts';

/** Products asked about at once: what feeds say of them is held in memory together. */
const PLACES_AT_ONCE = 500;
const NOTHING: Advice = {
  advisory: null,
  supersedes: [],
  title: null,
  fixed: null,
  released: null,
  severity: null,
  steps: null,
  knownExploited: null,
  cves: [],
  unfixed: [],
  unknown: [],
  facts: [],
  records: [],
};

export interface Asking {
  readonly writer: Writer;
  readonly advice: AdviceBook;
}

/** The products as feeds name them that a key may be found under. */
export function placesOf(key: string): string[] {
  const { platform, product, source } = readAdviceKey(key);
  const { ecosystem, release } = readPlatform(platform);
  const names = source === '' ? [product] : [product.slice(0, product.lastIndexOf('.')), source];
  return [...new Set(names)].map((name) => placeOf({ ecosystem, release, product: name }));
}

/**
 * Ask all feeds about these keys and keep what is new; each product in each version once, whatever hosts have it.
 * @returns the keys of which something else is known now
 */
export async function askFeeds(
  { writer, advice }: Asking,
  { seq }: Pick<AppliedEvent, 'seq'>,
  keys: Iterable<string>,
): Promise<string[]> {
  const changed: string[] = [];
  // Feeds say it since the last of them came, whenever it is that they are asked.
  const told = { seq, at: advice.fedAt() ?? 0 };
  for (const batch of batches(keys)) {
    const statements = await statementsOf(writer, [...new Set(batch.flatMap(placesOf))]);
    const knowledge = await knowledgeOf(writer, [...statements.values()].flat());
    const silent = batch.filter((key) => placesOf(key).every((place) => !statements.has(place)));
    const ended = await silentReleases(
      writer,
      silent.filter((key) => advice.digestOf(key) !== null),
    );
    for (const key of batch) {
      const said = placesOf(key).flatMap((place) => statements.get(place) ?? []);
      const isKept = advice.digestOf(key) === null || (said.length === 0 && ended.has(releaseOf(key)));
      const found = advise(key, said, knowledge) ?? (isKept ? null : NOTHING);
      const digest = found && createHash('md5').update(JSON.stringify(found)).digest('hex');
      if (found === null || digest === null || digest === advice.digestOf(key)) {
        advice.note(key, null);
        continue;
      }
      advice.note(key, { fact: factOf(found, told.at, advice.timelineOf(key)), digest });
      writer.append('advice', [adviceRow(key, { found, digest }, told)]);
      changed.push(key);
    }
  }
  return changed;
}

/** The start of all places of a key's release. */
function releaseOf(key: string): string {
  const { ecosystem, release } = readPlatform(readAdviceKey(key).platform);
  return placeOf({ ecosystem, release, product: '' });
}

/**
 * Releases that feeds no longer speak of at all, as when a publisher drops one that is out of support: that withdraws
 * nothing, what was said last goes on.
 */
async function silentReleases(writer: Writer, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const releases = [...new Set(keys.map(releaseOf))];
  if (releases.length === 0) return new Set();
  const spoken = await writer.look('releases-spoken-of', { releases });
  return new Set(releases).difference(new Set(spoken.map(({ release }) => release)));
}

/** Keys in parts that share products, so that each product is read once. */
function* batches(keys: Iterable<string>): Generator<string[]> {
  const places = new Set<string>();
  let batch: string[] = [];
  for (const key of [...new Set(keys)].sort(byProduct)) {
    batch.push(key);
    for (const place of placesOf(key)) places.add(place);
    if (places.size < PLACES_AT_ONCE) continue;
    yield batch;
    batch = [];
    places.clear();
  }
  if (batch.length > 0) yield batch;
}

function byProduct(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

async function statementsOf(
  writer: Writer,
  places: readonly string[],
): Promise<ReadonlyMap<string, readonly KnownStatement[]>> {
  const found = new Map<string, KnownStatement[]>();
  for (const { feed, place, statement, seq } of await writer.look('statements-of', { places })) {
    const one = { ...(JSON.parse(statement) as Statement), feed, seq };
    const list = found.get(place);
    if (list) list.push(one);
    else found.set(place, [one]);
  }
  return found;
}

async function knowledgeOf(writer: Writer, statements: readonly KnownStatement[]) {
  const subjects = new Set<string>();
  for (const { vulnerability, advisory } of statements) {
    subjects.add(vulnerability);
    if (advisory !== null) subjects.add(advisory);
  }
  if (subjects.size === 0) return feedKnowledge([]);
  return feedKnowledge(await factsAbout(writer, subjects));
}

type Fact = Exclude<FeedItem, Statement>;

/** What is known of these, and of the advisories that they replace. */
async function factsAbout(writer: Writer, subjects: ReadonlySet<string>): Promise<Fact[]> {
  const facts: Fact[] = [];
  const asked = new Set<string>();
  for (let next = subjects; next.size > 0;) {
    const rows = await writer.look('facts-of', { subjects: [...next] });
    const found = rows.map(({ content }) => JSON.parse(content) as Fact);
    facts.push(...found);
    for (const subject of next) asked.add(subject);
    const replaced = found.flatMap((fact) => (fact.kind === 'advisory' ? fact.replaces : []));
    next = new Set(replaced).difference(asked);
  }
  return facts;
}

function factOf(found: Advice, recordedAt: number, before: readonly AdviceFact[]): AdviceFact {
  const { advisory, released, severity, knownExploited, cves, facts } = found;
  const moment = released === null || isLocalDate(released) ? released : Date.parse(released);
  return {
    advisory,
    released: moment,
    severity,
    knownExploited,
    facts: factsOfAll(cves, facts),
    fixed: found.fixed,
    steps: found.steps,
    endsAs: found.fixed === null ? endingOf(found.unfixed, before) : 'not_affected',
    recordedAt,
  };
}

function adviceRow(
  key: string,
  { found, digest }: { readonly found: Advice; readonly digest: string },
  told: { readonly seq: number; readonly at: number },
): TableRow<'advice'> {
  const { released } = found;
  const isDay = released !== null && isLocalDate(released);
  return {
    advice_key: key,
    advisory: found.advisory,
    supersedes: JSON.stringify(found.supersedes),
    title: found.title,
    source: found.records[0]?.feed ?? null,
    fixed: found.fixed,
    released: released === null || isDay ? null : Date.parse(released),
    released_day: isDay ? released : null,
    severity: found.severity,
    steps: found.steps,
    known_exploited: found.knownExploited,
    cves: JSON.stringify(found.cves),
    unfixed: JSON.stringify(found.unfixed),
    unknown: JSON.stringify(found.unknown),
    facts: JSON.stringify(found.facts),
    records: JSON.stringify(found.records),
    digest,
    recorded_at: told.at,
    opened_seq: told.seq,
  };
}
