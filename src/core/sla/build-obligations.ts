import { conditionsHold } from '../policy/conditions.ts';
import type { FindingAttributes } from '../policy/conditions.ts';
import { policyInForce } from '../policy/policy.ts';
import type { PolicyRule, PolicyVersion } from '../policy/policy.ts';
import { effectiveRank } from '../policy/rank.ts';
import { clockStart } from './clock.ts';
import type { ClockFacts, ClockStart } from './clock.ts';
import { dueAt, momentAt } from './due.ts';
import type { Moment } from './due.ts';
import type { CauseKind, ObligationRow } from './obligation.ts';

/** What deadlines depend on, at one instant. */
export interface ObligationInputs {
  readonly clocks: ClockFacts;
  readonly attributes: FindingAttributes;
}

/** An input that became different at `at`: the later of when it took effect and when it was recorded. */
export interface InputChange {
  readonly at: number;
  readonly cause: Exclude<CauseKind, 'first' | 'policy' | 'withdrawn'>;
  readonly clocks?: Partial<ClockFacts>;
  readonly attributes?: Partial<FindingAttributes>;
}

/** A span in which the finding is known to be closed; `until` null = for good. */
export interface ClosedSpan {
  readonly from: number;
  readonly until: number | null;
  /** No proof closed it: its fix was taken back, and the deadline with it. */
  readonly withdrawn?: boolean;
}

export interface ObligationHistory {
  readonly policies: readonly PolicyVersion[];
  /** As known when the finding was first detected. */
  readonly initial: ObligationInputs;
  readonly changes: readonly InputChange[];
  /** Nothing that is closed gets a new row; what changed meanwhile takes effect when it is open again. */
  readonly closed: readonly ClosedSpan[];
}

interface Applicable {
  readonly policy: PolicyVersion;
  readonly rule: PolicyRule;
  readonly start: ClockStart;
}

interface Step {
  readonly at: number;
  readonly apply: (inputs: ObligationInputs) => ObligationInputs;
  readonly cause: CauseKind;
  readonly policy: PolicyVersion | null;
}

function ruleFor(
  policy: PolicyVersion,
  ruleId: string,
  attributes: FindingAttributes,
): PolicyRule | undefined {
  return policy.rules.find((rule) => rule.id === ruleId && conditionsHold(rule.conditions, attributes));
}

function applicableIn(policy: PolicyVersion, ruleId: string, inputs: ObligationInputs): Applicable | null {
  const rule = ruleFor(policy, ruleId, inputs.attributes);
  const start = rule && clockStart(rule.clock, inputs.clocks, policy.zone);
  return rule && start ? { policy, rule, start } : null;
}

/** The rule under the version in force at the start of its own clock. */
function applicable(
  policies: readonly PolicyVersion[],
  ruleId: string,
  inputs: ObligationInputs,
): Applicable | null {
  for (const policy of policies) {
    const found = applicableIn(policy, ruleId, inputs);
    if (found && policyInForce(policies, found.start.startAt) === policy) return found;
  }
  return null;
}

function makeRow(
  found: Applicable,
  inputs: ObligationInputs,
  validFrom: number,
  cause: CauseKind,
): ObligationRow {
  const { policy, rule, start } = found;
  const limit = rule.limits[effectiveRank(inputs.attributes.rank)];
  return {
    kind: 'finding',
    rule: rule.id,
    binding: rule.binding,
    policyVersion: policy.version,
    zone: policy.zone,
    clockStartAt: start.startAt,
    clockBasis: start.basis,
    limit,
    dueAt: dueAt(start.startAt, limit, policy.zone),
    validFrom,
    cause,
    withdrawn: false,
  };
}

function earlierMoment(
  a: Moment | null | undefined,
  b: Moment | null | undefined,
  zone: string,
): Moment | null {
  if (a === null || a === undefined) return b ?? null;
  if (b === null || b === undefined) return a;
  return momentAt(a, zone) <= momentAt(b, zone) ? a : b;
}

/** A superseding fix brings its own dates; the earliest clock stays. */
function earliestClocks(old: ClockFacts, next: Partial<ClockFacts>, zone: string): ClockFacts {
  return {
    ...old,
    firstDetectedAt: Math.min(old.firstDetectedAt, next.firstDetectedAt ?? Infinity),
    released: earlierMoment(old.released, next.released, zone),
    advisoryPublished: earlierMoment(old.advisoryPublished, next.advisoryPublished, zone),
    kevListed: earlierMoment(old.kevListed, next.kevListed, zone),
  };
}

function changed(inputs: ObligationInputs, change: InputChange, zone: string): ObligationInputs {
  const clocks =
    change.cause === 'superseded'
      ? earliestClocks(inputs.clocks, change.clocks ?? {}, zone)
      : { ...inputs.clocks, ...change.clocks };
  return { clocks, attributes: { ...inputs.attributes, ...change.attributes } };
}

/** An instant within a closed span moves to its end; null = the finding never opens again. */
function whenOpen(at: number, closed: readonly ClosedSpan[]): number | null {
  const span = closed.find(({ from, until }) => from <= at && at < (until ?? Infinity));
  return span === undefined ? at : span.until;
}

function steps(history: ObligationHistory): Step[] {
  const opened = history.initial.clocks.firstDetectedAt;
  const zone = history.policies[0]?.zone ?? 'UTC';
  const unchanged = (inputs: ObligationInputs): ObligationInputs => inputs;
  const changes = history.changes.flatMap((change): Step[] => {
    const at = whenOpen(change.at, history.closed);
    const apply = (inputs: ObligationInputs): ObligationInputs => changed(inputs, change, zone);
    return at === null ? [] : [{ at: Math.max(at, opened), apply, cause: change.cause, policy: null }];
  });
  const policies = history.policies.flatMap((policy): Step[] => {
    const at = policy.effectiveFromAt;
    const applies = policy.alsoOpen !== undefined && at > opened && whenOpen(at, history.closed) === at;
    return applies ? [{ at, apply: unchanged, cause: 'policy', policy }] : [];
  });
  const taken = history.closed.filter(({ withdrawn }) => withdrawn);
  const spans = taken.flatMap(({ from, until }): Step[] => {
    const ends: Step = { at: from, apply: unchanged, cause: 'withdrawn', policy: null };
    return until === null ? [ends] : [ends, { at: until, apply: unchanged, cause: 'advisory', policy: null }];
  });
  const first: Step = { at: opened, apply: unchanged, cause: 'first', policy: null };
  return [first, ...[...policies, ...changes, ...spans].sort((a, b) => a.at - b.at)];
}

/** The second row a policy version with `alsoOpen` gives to what is open and not yet due; null = none. */
function rowForOpen(
  policy: PolicyVersion,
  last: ObligationRow | undefined,
  ruleId: string,
  inputs: ObligationInputs,
): ObligationRow | null {
  const found = applicableIn(policy, ruleId, inputs);
  if (found === null || policy.alsoOpen === undefined || last?.policyVersion === policy.version) return null;
  const row = makeRow(found, inputs, policy.effectiveFromAt, 'policy');
  const grace = dueAt(policy.effectiveFromAt, policy.alsoOpen.grace, policy.zone);
  const newDue = Math.max(row.dueAt, grace);
  if (last === undefined || last.withdrawn) return { ...row, dueAt: newDue };
  // What was due by the effective date stays as well: the grace ends later than that.
  if (newDue >= last.dueAt) return null;
  return { ...row, dueAt: newDue };
}

function sameTerms(a: ObligationRow, b: ObligationRow): boolean {
  return !a.withdrawn && a.clockStartAt === b.clockStartAt && a.limit === b.limit;
}

interface Changed {
  readonly step: Step;
  /** Inputs after the step. */
  readonly inputs: ObligationInputs;
  /** Another unit, or another rank: the row says both. */
  readonly restate: boolean;
}

function withdrawn(last: ObligationRow | undefined, { at, cause }: Step): ObligationRow | null {
  return last && !last.withdrawn ? { ...last, validFrom: at, cause, withdrawn: true } : null;
}

/** The row an input change makes necessary; null = the deadline and what it rests on stay as they are. */
function rowForChange(
  { policies }: ObligationHistory,
  ruleId: string,
  last: ObligationRow | undefined,
  { step, inputs, restate }: Changed,
): ObligationRow | null {
  if (step.cause === 'withdrawn') return withdrawn(last, step);
  const keptPolicy = policies.find((policy) => policy.version === last?.policyVersion);
  const found = keptPolicy ? applicableIn(keptPolicy, ruleId, inputs) : applicable(policies, ruleId, inputs);
  if (found === null) return withdrawn(last, step);
  const validFrom = last ? step.at : Math.max(step.at, found.start.startAt);
  const row = makeRow(found, inputs, validFrom, step.cause);
  if (last === undefined || !sameTerms(last, row)) return row;
  // Same start, same limit: an earlier grace or cap still holds, only what the row rests on is new.
  const restated = { ...row, dueAt: last.dueAt };
  const rested = last.clockBasis === row.clockBasis && last.binding === row.binding;
  return rested && !restate ? null : restated;
}

/**
 * All rows of one finding under one rule, oldest first. Rows of a longer history begin with the rows of
 * the shorter one: nothing is edited.
 */
export function buildObligations(history: ObligationHistory, ruleId: string): ObligationRow[] {
  const rows: ObligationRow[] = [];
  let inputs = history.initial;
  for (const step of steps(history)) {
    const before = inputs.attributes;
    inputs = step.apply(inputs);
    const last = rows.at(-1);
    const unitMoved = step.cause === 'unit' && before.unit !== inputs.attributes.unit;
    const restate = unitMoved || (step.cause === 're-rank' && before.rank !== inputs.attributes.rank);
    const row = step.policy
      ? rowForOpen(step.policy, last, ruleId, inputs)
      : rowForChange(history, ruleId, last, { step, inputs, restate });
    if (row) rows.push({ ...row, validFrom: Math.max(row.validFrom, last?.validFrom ?? -Infinity) });
  }
  return rows;
}

/** Ids of all rules that any version of the policy knows, in the order they first appear. */
export function ruleIds(policies: readonly PolicyVersion[]): string[] {
  return [...new Set(policies.flatMap(({ rules }) => rules.map(({ id }) => id)))];
}
