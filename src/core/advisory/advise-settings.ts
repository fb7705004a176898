import type { Advice, FeedKnowledge, KnownStatement, UnfixedFlaw } from './advise.ts';
import type { Ecosystem } from './feed-item.ts';
import { SETTINGS_ONLY } from './statement-note.ts';

/** A notice that recommends settings for a product that has no update, by the statement that says so. */
export interface RecommendedSettings {
  /** Its number, `ADV200011`: also that of the flaw. */
  readonly notice: string;
  /** Whose: other vendors may have a notice of the same CVE. */
  readonly ecosystem: Ecosystem;
  readonly feed: string;
  readonly seq: number;
  readonly at: string;
}

/** Where feeds say nothing more of what they spoke of. */
export const NO_ADVICE: Advice = {
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

/** What a statement on a flaw without an update recommends instead; nothing where it recommends no settings. */
export function settingsBy(statement: KnownStatement, { notice }: FeedKnowledge): RecommendedSettings[] {
  const { vulnerability, ecosystem, note, feed, seq, at } = statement;
  const told = notice(vulnerability, ecosystem);
  const isAsked = told?.about === 'settings' && told.withdrawn === null && told.steps !== null;
  return isAsked && note?.split('; ').includes(SETTINGS_ONLY) === true
    ? [{ notice: vulnerability, ecosystem, feed, seq, at }]
    : [];
}

/**
 * What feeds say of the settings that a notice recommends for a product, by what they say of the product: an item of
 * its own, with its own words, release and rating. Where they recommend them no longer, what is left of the flaw.
 */
export function adviseSettings(product: Advice, id: string, known: FeedKnowledge): Advice {
  const item = product.settings?.find(({ notice }) => notice === id);
  const told = item && known.notice(id, item.ecosystem);
  if (item === undefined || told === undefined) return { ...NO_ADVICE, unfixed: leftOf(product, id) };
  const { title, released, severity, steps } = told;
  const { feed, seq, at } = item;
  const facts = known.facts(id);
  const exploited = [facts?.kev?.added, facts?.exploited].filter((day) => day !== undefined).sort();
  return {
    ...NO_ADVICE,
    advisory: id,
    title,
    fixed: id,
    released,
    severity,
    steps,
    knownExploited: exploited[0] ?? null,
    cves: [id],
    facts: facts === undefined ? [] : [facts],
    records: [{ vulnerability: id, feed, seq, at, fixed: id }],
  };
}

/** The flaw where it is still there: without a fix, or with one that is a finding of its own by now. */
function leftOf({ unfixed, records }: Advice, id: string): UnfixedFlaw[] {
  const left = unfixed.filter(({ vulnerability }) => vulnerability === id);
  const fixable = records.filter(({ vulnerability }) => vulnerability === id);
  const note = 'an update fixes it';
  return [
    ...left,
    ...fixable.map(({ feed, seq, at }) => ({
      vulnerability: id,
      state: 'no_fix' as const,
      note,
      feed,
      seq,
      at,
    })),
  ];
}
