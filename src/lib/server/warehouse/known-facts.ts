import type { Severity } from '#core/advisory/rank.ts';
import type { FindingAttributes } from '#core/policy/conditions.ts';
import type { OverrideEvent } from '#core/ranking/override-event.ts';
import { noOverride, rankInForce } from '#core/ranking/override-state.ts';
import { applyOverrideEvent } from '#core/ranking/rank-override.ts';
import type { RankMethodVersion } from '#core/ranking/rank-method.ts';
import type { InputChange, ObligationInputs } from '#core/sla/build-obligations.ts';
import type { AdviceBook } from './advice-book.ts';
import type { AdvisoryFact } from './advisory-fact.ts';
import type { RatingBook } from './rating-book.ts';
import { createRankBook } from './rank-book.ts';
import type { RankBook, Told } from './rank-book.ts';
import type { Writer } from './writer.ts';

/** A decision about an asset that deadlines may rest on. */
export interface DecisionFact {
  readonly assetId: string;
  readonly attribute: string;
  readonly value: string;
  /** later(effective from, recorded at), UTC ms: from when it counts for deadlines. */
  readonly countsFrom: number;
}

/** What a finding's deadlines are looked up by. */
export interface FindingPlace {
  readonly assetId: string;
  readonly findingId: string;
  readonly fix: string;
  /** What feeds are asked by, of the version that was installed when it was first detected. */
  readonly adviceKey: string | null;
  /** UTC ms. */
  readonly firstDetectedAt: number;
}

/** Facts that deadlines rest on besides scans, as known up to the event being applied. Kept in memory. */
export interface KnownFacts {
  addAdvisory(fact: AdvisoryFact): void;
  addDecision(fact: DecisionFact): void;
  /** A person did something about the rank of a finding. */
  addOverride(place: OverridePlace, event: OverrideEvent): void;
  /** Findings whose rank somebody decided on, of these assets; null = of all. */
  overridden(assetIds: readonly string[] | null): readonly string[];
  /** What was known when the finding was first detected, and what became known or changed later. */
  historyOf(finding: FindingPlace, method: RankMethodVersion): FactHistory;
  /** What happened to its rank, by the method and by people, in its order. */
  rankEventsOf(finding: FindingPlace, method: RankMethodVersion): readonly OverrideEvent[];
}

export type OverridePlace = Pick<FindingPlace, 'assetId' | 'findingId'>;

export interface FactHistory {
  readonly initial: ObligationInputs;
  readonly changes: readonly InputChange[];
}

/** What feeds and other tools say, kept in books of their own. */
interface Books {
  readonly advice: AdviceBook;
  readonly ratings: RatingBook;
}

/** Read all facts, once per open warehouse. */
export async function loadKnownFacts(writer: Writer, books: Books): Promise<KnownFacts> {
  const facts = createKnownFacts(books);
  for (const row of await writer.run('advisories', {})) {
    facts.addAdvisory({
      fix: row.fix,
      advisory: row.advisory,
      released: row.released === null ? row.releasedDay : Date.parse(row.released),
      knownExploited: row.knownExploited,
      severity: row.severity as Severity | null,
      cves: JSON.parse(row.cves) as string[],
      recordedAt: Date.parse(row.recordedAt),
    });
  }
  for (const row of await writer.run('decisions', {})) {
    facts.addDecision({
      assetId: row.assetId,
      attribute: row.attribute,
      value: row.value,
      countsFrom: Math.max(Date.parse(row.validFrom), Date.parse(row.recordedAt)),
    });
  }
  for (const row of await writer.run('rank-events', {}))
    facts.addOverride(row, JSON.parse(row.event) as OverrideEvent);
  return facts;
}

export function createKnownFacts({ advice, ratings }: Books): KnownFacts {
  const advisories = new Map<string, AdvisoryFact[]>();
  const decisions = new Map<string, DecisionFact[]>();
  const overrides = new Map<string, OverrideEvent[]>();
  const placed = new Map<string, Set<string>>();
  const ranks = createRankBook();
  const stepsOf = ({ assetId, findingId, fix, adviceKey }: FindingPlace): Step[] => [
    ...(adviceKey === null ? [] : ratings.timelineOf(adviceKey)).map((reported) => ({
      at: reported.at,
      reported,
    })),
    ...(advisories.get(fix) ?? []).map((document) => ({ at: document.recordedAt, document })),
    ...(adviceKey === null ? [] : advice.timelineOf(adviceKey)).map((one) => ({
      at: one.recordedAt,
      advice: one,
    })),
    ...(decisions.get(assetId) ?? []).map((decision) => ({ at: decision.countsFrom, decision })),
    // Last, so that a decision of the same instant is judged by what was known then.
    ...(overrides.get(findingId) ?? []).map((override) => ({ at: override.at, override })),
  ];
  return {
    addAdvisory: (fact) => push(advisories, fact.fix, fact),
    addDecision: (fact) => push(decisions, fact.assetId, fact),
    addOverride: ({ assetId, findingId }, event) => {
      push(overrides, findingId, event);
      const known = placed.get(assetId) ?? new Set();
      placed.set(assetId, known.add(findingId));
    },
    overridden: (assetIds) => (assetIds ?? [...placed.keys()]).flatMap((id) => [...(placed.get(id) ?? [])]),
    historyOf: (finding, method) => {
      const watched = overrides.has(finding.findingId);
      const { firstDetectedAt } = finding;
      return historyOf(stepsOf(finding), { firstDetectedAt, method, ranks, watched });
    },
    rankEventsOf: (finding, method) => {
      const { firstDetectedAt } = finding;
      return historyOf(stepsOf(finding), { firstDetectedAt, method, ranks, watched: true }).rankEvents;
    },
  };
}

/** Something that became known or was decided. */
interface Step extends Told {
  /** UTC ms. */
  readonly at: number;
  readonly decision?: DecisionFact;
  readonly override?: OverrideEvent;
}

interface Building {
  readonly firstDetectedAt: number;
  readonly method: RankMethodVersion;
  readonly ranks: RankBook;
  /** People decided on its rank, or somebody asks what happened to it. */
  readonly watched: boolean;
}

interface RankedHistory extends FactHistory {
  /** Of a finding that is not watched: none. */
  readonly rankEvents: readonly OverrideEvent[];
}

function historyOf(steps: readonly Step[], building: Building): RankedHistory {
  const { firstDetectedAt, method, ranks, watched } = building;
  const sorted = [...steps].sort((a, b) => a.at - b.at);
  let told: Told = {};
  const decided = new Map<string, string | null>();
  const rankEvents: OverrideEvent[] = [];
  let ranking = noOverride;
  const take = ({ at, document, advice, reported, decision, override }: Step) => {
    if (reported) told = { ...told, reported };
    if (document) told = { ...told, document };
    if (advice) told = { ...told, advice };
    if (decision) decided.set(decision.attribute, decision.value === '' ? null : decision.value);
    if (!watched) return;
    const automatic = ranks.rankOf(method, told, attributesOf(decided));
    const event = override ?? { kind: 'ranked', at, person: null, ...automatic };
    rankEvents.push(event);
    ranking = applyOverrideEvent(ranking, event);
  };
  const inputs = (): ObligationInputs => {
    const asset = attributesOf(decided);
    const rank = watched ? rankInForce(ranking) : ranks.rankOf(method, told, asset).rank;
    const kev = told.document || told.advice ? listedOn(told) !== null : null;
    return { clocks: { firstDetectedAt, ...clocksOf(told) }, attributes: { rank, kev, ...asset } };
  };
  const later = sorted.filter((step) => step.at > firstDetectedAt);
  sorted.filter((step) => step.at <= firstDetectedAt).forEach(take);
  const initial = inputs();
  let before = initial;
  const changes = later.map((step): InputChange => {
    take(step);
    const { clocks, attributes } = inputs();
    const cause = causeOf(step, before, attributes);
    before = { clocks, attributes };
    return { at: step.at, cause, clocks, attributes };
  });
  return { initial, changes, rankEvents };
}

const causes: Readonly<Record<string, 'unit' | 'exposure' | 'scope'>> = {
  unit: 'unit',
  exposure: 'exposure',
  // An environment is part of what a rule may be limited to, as a scope is.
  environment: 'scope',
  scope: 'scope',
};

function causeOf(
  { decision, override }: Step,
  { attributes: before }: ObligationInputs,
  after: FindingAttributes,
): InputChange['cause'] {
  if (override) return 're-rank';
  if (decision) return causes[decision.attribute] ?? 'scope';
  if (after.kev === true && before.kev !== true) return 'kev';
  return before.rank !== null && before.rank !== after.rank ? 're-rank' : 'advisory';
}

/** The day on which the fix was first listed as known to be exploited. */
function listedOn({ document, advice }: Told): string | null {
  const days = [document?.knownExploited ?? null, advice?.knownExploited ?? null].filter(
    (day) => day !== null,
  );
  return days.sort()[0] ?? null;
}

function clocksOf(told: Told) {
  if (!told.document && !told.advice) return { released: null };
  const released = told.advice?.released ?? told.document?.released ?? null;
  return { released, advisoryPublished: released, kevListed: listedOn(told) };
}

function attributesOf(values: ReadonlyMap<string, string | null>): Omit<FindingAttributes, 'rank'> {
  const attributes: { -readonly [K in keyof FindingAttributes]?: FindingAttributes[K] } = {};
  if (values.has('unit')) attributes.unit = values.get('unit') ?? null;
  if (values.has('exposure')) attributes.exposure = values.get('exposure') ?? null;
  if (values.has('environment')) attributes.environment = values.get('environment') ?? null;
  if (values.has('scope')) attributes.scopes = values.get('scope')?.split(',') ?? [];
  return attributes;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
