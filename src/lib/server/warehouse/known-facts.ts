import type { Severity } from '#core/advisory/rank.ts';
import type { FindingAttributes } from '#core/policy/conditions.ts';
import type { RankMethodVersion } from '#core/ranking/rank-method.ts';
import type { InputChange, ObligationInputs } from '#core/sla/build-obligations.ts';
import type { AdviceBook } from './advice-book.ts';
import type { AdvisoryFact } from './advisory-fact.ts';
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
  /** What was known when the finding was first detected, and what became known or changed later. */
  historyOf(finding: FindingPlace, method: RankMethodVersion): FactHistory;
}

export interface FactHistory {
  readonly initial: ObligationInputs;
  readonly changes: readonly InputChange[];
}

/** Read all facts, once per open warehouse. */
export async function loadKnownFacts(writer: Writer, advice: AdviceBook): Promise<KnownFacts> {
  const facts = createKnownFacts(advice);
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
  return facts;
}

export function createKnownFacts(advice: AdviceBook): KnownFacts {
  const advisories = new Map<string, AdvisoryFact[]>();
  const decisions = new Map<string, DecisionFact[]>();
  const ranks = createRankBook();
  return {
    addAdvisory: (fact) => push(advisories, fact.fix, fact),
    addDecision: (fact) => push(decisions, fact.assetId, fact),
    historyOf: ({ assetId, fix, adviceKey, firstDetectedAt }, method) => {
      const said = adviceKey === null ? [] : advice.timelineOf(adviceKey);
      const steps: Step[] = [
        ...(advisories.get(fix) ?? []).map((document) => ({ at: document.recordedAt, document })),
        ...said.map((one) => ({ at: one.recordedAt, advice: one })),
        ...(decisions.get(assetId) ?? []).map((decision) => ({ at: decision.countsFrom, decision })),
      ];
      return historyOf(steps, { firstDetectedAt, method, ranks });
    },
  };
}

/** Something that became known or was decided. */
interface Step extends Told {
  /** UTC ms. */
  readonly at: number;
  readonly decision?: DecisionFact;
}

interface Building {
  readonly firstDetectedAt: number;
  readonly method: RankMethodVersion;
  readonly ranks: RankBook;
}

function historyOf(steps: readonly Step[], { firstDetectedAt, method, ranks }: Building): FactHistory {
  const sorted = [...steps].sort((a, b) => a.at - b.at);
  let told: Told = {};
  const decided = new Map<string, string | null>();
  const take = ({ document, advice, decision }: Step) => {
    if (document) told = { ...told, document };
    if (advice) told = { ...told, advice };
    if (decision) decided.set(decision.attribute, decision.value === '' ? null : decision.value);
  };
  const inputs = (): ObligationInputs => {
    const asset = attributesOf(decided);
    const rank = ranks.rankOf(method, told, asset);
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
  return { initial, changes };
}

const causes: Readonly<Record<string, 'unit' | 'exposure' | 'scope'>> = {
  unit: 'unit',
  exposure: 'exposure',
  // An environment is part of what a rule may be limited to, as a scope is.
  environment: 'scope',
  scope: 'scope',
};

function causeOf(
  { decision }: Step,
  { attributes: before }: ObligationInputs,
  after: FindingAttributes,
): InputChange['cause'] {
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
