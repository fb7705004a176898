import { createHash } from 'node:crypto';
import { advise } from '#core/advisory/advise.ts';
import { adviseSettings, NO_ADVICE } from '#core/advisory/advise-settings.ts';
import type { Advice, FeedKnowledge, KnownStatement } from '#core/advisory/advise.ts';
import { judgedAs } from '#core/advisory/backport.ts';
import { readAdviceKey } from '#core/advisory/advice-key.ts';
import type { AdviceKey } from '#core/advisory/advice-key.ts';
import { undecidedBy } from '#core/advisory/feed-answer.ts';
import type { Statement } from '#core/advisory/feed-item.ts';
import { readPlatform, repositoriesOf, windowsHostOf } from '#core/advisory/platform.ts';
import { productKey, settingsKey } from '#core/advisory/settings-item.ts';
import { windowsNamesOf } from '#core/advisory/windows-key.ts';
import { isLocalDate } from '#core/time.ts';
import { endingOf, factsOfAll } from './advice-book.ts';
import type { AdviceBook, AdviceFact } from './advice-book.ts';
import type { AppliedEvent } from './evidence.ts';
import { factsAbout } from './facts-about.ts';
import { feedKnowledge } from './feed-knowledge.ts';
import { placeOf } from './feed-rows.ts';
import type { TableRow } from './tables.ts';
import type { Writer } from './writer.ts';

/** Products asked about at once: what feeds say of them is held in memory together. */
const PLACES_AT_ONCE = 500;

export interface Asking {
  readonly writer: Writer;
  readonly advice: AdviceBook;
}

/** The products as feeds name them that a key may be found under. */
export function placesOf(key: string): string[] {
  const { key: read } = judgedAs(readAdviceKey(key));
  const { ecosystem, release } = readPlatform(read.platform);
  const names = ecosystem === 'windows' ? windowsNamesOf(read) : packageNames(read);
  return [...new Set(names)].map((name) => placeOf({ ecosystem, release, product: name }));
}

function packageNames({ product, source }: AdviceKey): string[] {
  return source === '' ? [product] : [product.slice(0, product.lastIndexOf('.')), source];
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
  for (const batch of batches([...keys].map(productKey))) {
    const statements = await statementsOf(writer, [...new Set(batch.flatMap(placesOf))]);
    const knowledge = await knowledgeOf(writer, [...statements.values()].flat(), toldOn(batch));
    const silent = batch.filter((key) => placesOf(key).every((place) => !statements.has(place)));
    const ended = await silentReleases(
      writer,
      silent.filter((key) => advice.digestOf(key) !== null),
    );
    for (const key of batch) {
      const said = placesOf(key).flatMap((place) => statements.get(place) ?? []);
      const found = advise(key, said, knowledge);
      const isKept = said.length === 0 && ended.has(releaseOf(key));
      const before = advice.settingsOf(key);
      const settings = isKept ? [] : settingsOf(key, { found: found ?? NO_ADVICE, before }, knowledge);
      for (const one of [{ key, found, isKept }, ...settings])
        if (noteAdvice({ writer, advice }, told, one)) changed.push(one.key);
    }
  }
  return changed;
}

interface Found {
  readonly key: string;
  readonly found: Advice | null;
  /** Where nothing was found, what was said last goes on. */
  readonly isKept?: boolean;
}

/** What feeds say of settings that they recommend for a product, or did until now: each notice has a key of its own. */
function settingsOf(
  key: string,
  { found, before }: { readonly found: Advice; readonly before: readonly string[] },
  known: FeedKnowledge,
): Found[] {
  const now = (found.settings ?? []).map(({ notice }) => notice);
  return [...new Set([...now, ...before])].map((notice) => ({
    key: settingsKey(key, notice),
    found: adviseSettings(found, notice, known),
  }));
}

/**
 * Keep what feeds were found to say of a key, where it is not what they said before.
 * @returns true when it is something else
 */
export function noteAdvice(
  { writer, advice }: Asking,
  told: { readonly seq: number; readonly at: number },
  { key, found: says, isKept = false }: Found,
): boolean {
  const found = says ?? (isKept || advice.digestOf(key) === null ? null : NO_ADVICE);
  const digest = found && createHash('md5').update(JSON.stringify(found)).digest('hex');
  if (found === null || digest === null || digest === advice.digestOf(key)) {
    advice.note(key, null);
    return false;
  }
  advice.note(key, { fact: factOf(key, { found, before: advice.timelineOf(key) }, told.at), digest });
  writer.append('advice', [adviceRow(key, { found, digest }, told)]);
  return true;
}

/** The start of all places of a key's release. */
function releaseOf(key: string): string {
  const { ecosystem, release } = readPlatform(judgedAs(readAdviceKey(key)).key.platform);
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

/** What platforms name that feeds tell more of: installed updates, which replace others, and repositories. */
function toldOn(keys: readonly string[]): string[] {
  const platforms = new Set(keys.map((key) => readAdviceKey(key).platform));
  return [...platforms].flatMap((text) => {
    const platform = readPlatform(text);
    return [...(windowsHostOf(platform).updates ?? []), ...repositoriesOf(platform)];
  });
}

async function knowledgeOf(writer: Writer, statements: readonly KnownStatement[], told: readonly string[]) {
  const subjects = new Set(statements.length === 0 ? [] : told);
  for (const { vulnerability, advisory } of statements) {
    subjects.add(vulnerability);
    if (advisory !== null) subjects.add(advisory);
  }
  return feedKnowledge(await factsAbout(writer, subjects));
}

interface Saying {
  readonly found: Advice;
  /** What was said until then. */
  readonly before: readonly AdviceFact[];
}

function factOf(key: string, { found, before }: Saying, recordedAt: number): AdviceFact {
  const { advisory, released, severity, knownExploited, cves, facts } = found;
  const moment = released === null || isLocalDate(released) ? released : Date.parse(released);
  return {
    advisory,
    released: moment,
    severity,
    knownExploited,
    facts: factsOfAll(cves, facts),
    fixed: found.fixed,
    updates: found.updates ?? null,
    settings: (found.settings ?? []).map(({ notice }) => notice),
    undecided: undecidedBy(readAdviceKey(key).platform, found.unknown),
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
    updates: found.updates ? JSON.stringify(found.updates) : null,
    settings: found.settings ? JSON.stringify(found.settings.map(({ notice }) => notice)) : null,
  };
}
