import type { Rank } from '#core/policy/rank.ts';
import type { FindingAttributes } from '#core/policy/conditions.ts';
import type { InputChange, ObligationInputs } from '#core/sla/build-obligations.ts';
import type { Moment } from '#core/sla/due.ts';
import type { Writer } from './writer.ts';

/** What one advisory document said of a fix. */
export interface AdvisoryFact {
  readonly fix: string;
  readonly advisory: string;
  /** Instant, or a bare date. */
  readonly released: Moment | null;
  readonly knownExploited: Moment | null;
  readonly rank: Rank | null;
  /** When it was recorded, UTC ms. */
  readonly recordedAt: number;
}

/** A decision about an asset that deadlines may rest on. */
export interface DecisionFact {
  readonly assetId: string;
  readonly attribute: string;
  readonly value: string;
  /** later(effective from, recorded at), UTC ms: from when it counts for deadlines. */
  readonly countsFrom: number;
}

/** Facts that deadlines rest on besides scans, as known up to the event being applied. Kept in memory. */
export interface KnownFacts {
  addAdvisory(fact: AdvisoryFact): void;
  addDecision(fact: DecisionFact): void;
  /** What was known when the finding was first detected, and what became known or changed later. */
  historyOf(assetId: string, fix: string, firstDetectedAt: number): FactHistory;
}

export interface FactHistory {
  readonly initial: ObligationInputs;
  readonly changes: readonly InputChange[];
}

/** Read all facts, once per open warehouse. */
export async function loadKnownFacts(writer: Writer): Promise<KnownFacts> {
  const facts = createKnownFacts();
  for (const row of await writer.run('advisories', {})) {
    facts.addAdvisory({
      fix: row.fix,
      advisory: row.advisory,
      released: row.released === null ? row.releasedDay : Date.parse(row.released),
      knownExploited: row.knownExploited,
      rank: row.rank as Rank | null,
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
  return facts;
}

export function createKnownFacts(): KnownFacts {
  const advisories = new Map<string, AdvisoryFact[]>();
  const decisions = new Map<string, DecisionFact[]>();
  return {
    addAdvisory: (fact) => push(advisories, fact.fix, fact),
    addDecision: (fact) => push(decisions, fact.assetId, fact),
    historyOf: (assetId, fix, firstDetectedAt) => {
      const told = advisories.get(fix) ?? [];
      const decided = decisions.get(assetId) ?? [];
      const before = told.findLast(({ recordedAt }) => recordedAt <= firstDetectedAt) ?? null;
      const known = decided.filter(({ countsFrom }) => countsFrom <= firstDetectedAt);
      const initial: ObligationInputs = {
        clocks: { firstDetectedAt, ...clocksOf(before) },
        attributes: { ...rankOf(before), ...attributesOf(known) },
      };
      const changes = [
        ...advisoryChanges(told, before, firstDetectedAt),
        ...decided
          .filter(({ countsFrom }) => countsFrom > firstDetectedAt)
          .map((fact): InputChange => ({
            at: fact.countsFrom,
            cause: causes[fact.attribute] ?? 'scope',
            attributes: attributesOf([fact]),
          })),
      ];
      return { initial, changes: changes.sort((a, b) => a.at - b.at) };
    },
  };
}

const causes: Readonly<Record<string, 'unit' | 'exposure' | 'scope'>> = {
  unit: 'unit',
  exposure: 'exposure',
  // An environment is part of what a rule may be limited to, as a scope is.
  environment: 'scope',
  scope: 'scope',
};

function advisoryChanges(
  told: readonly AdvisoryFact[],
  before: AdvisoryFact | null,
  firstDetectedAt: number,
): InputChange[] {
  let known = before;
  return told
    .filter(({ recordedAt }) => recordedAt > firstDetectedAt)
    .map((fact): InputChange => {
      const isListed = fact.knownExploited !== null && (known?.knownExploited ?? null) === null;
      const isRanked = known !== null && known.rank !== null && known.rank !== fact.rank;
      known = fact;
      const otherwise = isRanked ? 're-rank' : 'advisory';
      return {
        at: fact.recordedAt,
        cause: isListed ? 'kev' : otherwise,
        clocks: clocksOf(fact),
        attributes: rankOf(fact),
      };
    });
}

function clocksOf(fact: AdvisoryFact | null) {
  if (!fact) return { released: null };
  return { released: fact.released, advisoryPublished: fact.released, kevListed: fact.knownExploited };
}

function rankOf(fact: AdvisoryFact | null): Pick<FindingAttributes, 'rank' | 'kev'> {
  return { rank: fact?.rank ?? null, kev: fact ? fact.knownExploited !== null : null };
}

function attributesOf(facts: readonly DecisionFact[]): Omit<FindingAttributes, 'rank'> {
  const values = new Map(facts.map(({ attribute, value }) => [attribute, value === '' ? null : value]));
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
