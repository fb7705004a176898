import type { PolicyVersion } from '../policy/policy.ts';
import { buildObligations, ruleIds } from './build-obligations.ts';
import type { InputChange, ObligationInputs } from './build-obligations.ts';
import { evidenceAtDue } from './evidence-at-due.ts';
import type { EvidenceAtDue } from './evidence-at-due.ts';
import { coverageAt } from './exception.ts';
import type { ExceptionCoverage } from './exception.ts';
import type { FixEvidence } from './fixed-at.ts';
import { judge } from './judge.ts';
import type { Judgement } from './judge.ts';
import { countedRow, judgedAt, rowInForce } from './obligation.ts';
import type { ObligationRow } from './obligation.ts';
import { closedSpans, episodesOf } from './reopening.ts';
import type { Episode } from './reopening.ts';

/** All that is known of one asset and one fix. `known at N` is the caller's choice of what to put in. */
export interface FindingFacts {
  /** As at first detection; its `firstDetectedAt` opens the finding. */
  readonly initial: ObligationInputs;
  readonly changes: readonly InputChange[];
  readonly evidence: FixEvidence;
  readonly leftAt: number | null;
  readonly adjudicated: boolean;
  readonly exceptions: readonly ExceptionCoverage[];
}

export interface RuleJudgement {
  readonly rule: string;
  /** Rows known by `asOf`, oldest first. */
  readonly rows: readonly ObligationRow[];
  /** The row operations follow at `asOf`. */
  readonly inForce: ObligationRow | null;
  /** The row that counts or, while `pending`, would count; null when each was replaced or withdrawn before. */
  readonly counted: ObligationRow | null;
  readonly judgement: Judgement | null;
  readonly evidence: EvidenceAtDue | null;
}

export interface EpisodeJudgement {
  readonly episode: Episode;
  readonly rules: readonly RuleJudgement[];
}

/** Inputs at the start of a later life: the latest known ones, first detected then; release clocks stay. */
function inputsOf(facts: FindingFacts, episode: Episode): ObligationInputs {
  if (episode.reopenNumber === 0) return facts.initial;
  const past = facts.changes
    .filter(({ at }) => at <= episode.firstDetectedAt)
    .toSorted((a, b) => a.at - b.at);
  const merged = past.reduce<ObligationInputs>(
    (inputs, change) => ({
      clocks: { ...inputs.clocks, ...change.clocks },
      attributes: { ...inputs.attributes, ...change.attributes },
    }),
    facts.initial,
  );
  return { ...merged, clocks: { ...merged.clocks, firstDetectedAt: episode.firstDetectedAt } };
}

function changesOf(facts: FindingFacts, episode: Episode): InputChange[] {
  const before = episode.reopenNumber === 0 ? -Infinity : episode.firstDetectedAt;
  return facts.changes.filter(({ at }) => at > before && at < (episode.endsAt ?? Infinity));
}

interface Asked {
  readonly policies: readonly PolicyVersion[];
  readonly asOf: number;
}

function judgeRow(
  facts: FindingFacts,
  episode: Episode,
  row: ObligationRow,
  { policies, asOf }: Asked,
): [Judgement, EvidenceAtDue] {
  const coverageWindow =
    policies.find(({ version }) => version === row.policyVersion)?.coverageWindow ?? 'P30D';
  const found = evidenceAtDue(facts.evidence, episode, row, { asOf, coverageWindow });
  const judgement = judge({
    dueAt: row.dueAt,
    validFrom: row.validFrom,
    zone: row.zone,
    fixedAt: found.fix.fixedAt,
    fixedBy: found.fix.fixedAt === null ? null : found.fix.fixedBy,
    verifiedAt: found.fix.verifiedAt,
    sawFlawAfterDue: found.sawFlawAfterDue,
    coveredAtDue: found.coveredAtDue,
    sufficientSinceDue: found.sufficientSinceDue,
    leftAt: facts.leftAt,
    adjudicated: facts.adjudicated,
    excepted: coverageAt(facts.exceptions, judgedAt(row)) !== null,
    asOf,
  });
  return [judgement, found];
}

/** A rule that stopped applying before any row was judged: its last deadline is censored and listed. */
function judgeWithdrawn(
  facts: FindingFacts,
  episode: Episode,
  rows: readonly ObligationRow[],
  asked: Asked,
): Pick<RuleJudgement, 'judgement' | 'evidence'> {
  const last = rows.at(-1);
  const deadline = rows.findLast(({ withdrawn }) => !withdrawn);
  if (!last?.withdrawn || deadline === undefined) return { judgement: null, evidence: null };
  const leftAt = Math.min(facts.leftAt ?? Infinity, last.validFrom);
  const [judgement, evidence] = judgeRow({ ...facts, leftAt }, episode, deadline, asked);
  return { judgement, evidence };
}

function judgeRule(facts: FindingFacts, episode: Episode, rule: string, asked: Asked): RuleJudgement {
  const left = facts.leftAt === null ? [] : [{ from: facts.leftAt, until: null }];
  const history = {
    policies: asked.policies,
    initial: inputsOf(facts, episode),
    changes: changesOf(facts, episode),
    closed: [...left, ...closedSpans(episode, facts.evidence)],
  };
  const rows = buildObligations(history, rule).filter(({ validFrom }) => validFrom <= asked.asOf);
  const inForce = rowInForce(rows, asked.asOf);
  const counted = countedRow(rows);
  if (counted === null)
    return { rule, rows, inForce, counted, ...judgeWithdrawn(facts, episode, rows, asked) };
  const [judgement, evidence] = judgeRow(facts, episode, counted, asked);
  return { rule, rows, inForce, counted, judgement, evidence };
}

/** Judges a whole history: every life of the finding that had begun by `asOf`, under every rule. */
export function judgeFinding(facts: FindingFacts, asked: Asked): EpisodeJudgement[] {
  const { firstDetectedAt } = facts.initial.clocks;
  return episodesOf(facts.evidence, firstDetectedAt)
    .filter((episode) => episode.firstDetectedAt <= asked.asOf)
    .map((episode) => ({
      episode,
      rules: ruleIds(asked.policies)
        .map((rule) => judgeRule(facts, episode, rule, asked))
        .filter(({ rows }) => rows.length > 0),
    }));
}
