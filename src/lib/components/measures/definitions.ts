/** What a metric means: how it is computed, from what, and on which clock. */
export interface MetricDefinition {
  readonly formula: string;
  readonly source: string;
  readonly clock: string;
}

const OBLIGATIONS = 'Obligations of the chosen rule (patchproof obligations).';
const DUE_MONTH = 'Local day of the due date, in the zone of the policy.';
const LIVES = 'Findings whose clock started in the chosen months (patchproof time-to-patch).';
const RULE_CLOCK = 'Whole local days from the clock of the rule.';

export const definitions = {
  onTime: {
    formula:
      'Met ÷ (met + late + cannot tell); at best, cannot tell counts as met. Obligations that left before their due date are outside.',
    source: OBLIGATIONS,
    clock: DUE_MONTH,
  },
  met: {
    formula: 'Fixed on or before the due date, verified by a complete scan, however late that scan was.',
    source: OBLIGATIONS,
    clock: DUE_MONTH,
  },
  late: {
    formula: 'Seen open after the due date, or fixed after it; also when no scan has looked since.',
    source: OBLIGATIONS,
    clock: DUE_MONTH,
  },
  unknown: {
    formula: 'No complete scan near enough to the due date proves either.',
    source: OBLIGATIONS,
    clock: DUE_MONTH,
  },
  censored: {
    formula: 'Retired or out of scope before the due date: neither met nor late.',
    source: OBLIGATIONS,
    clock: DUE_MONTH,
  },
  adjudicated: {
    formula:
      'Two persons decided that the finding is none: in no share, until it is reversed or a version changes.',
    source: OBLIGATIONS,
    clock: DUE_MONTH,
  },
  median: {
    formula:
      'First day on which half are fixed, by the Kaplan–Meier curve, with its 95 % interval. Not reached reads as over the last day looked at.',
    source: LIVES,
    clock: RULE_CLOCK,
  },
  p90: {
    formula: 'First day on which 90 % are fixed, by the Kaplan–Meier curve.',
    source: LIVES,
    clock: RULE_CLOCK,
  },
  restrictedMean: {
    formula: 'Mean days open within the first 90: the area under the curve from 0 to 90.',
    source: LIVES,
    clock: RULE_CLOCK,
  },
  atRisk: {
    formula: 'Findings still open and under watch on that day; few of them make the curve a guess.',
    source: LIVES,
    clock: RULE_CLOCK,
  },
  openAtLimit: {
    formula: 'Share still open when the limit of the policy is over, by the curve.',
    source: LIVES,
    clock: RULE_CLOCK,
  },
  followed: {
    formula:
      'Findings the curve is made of; fixed ones are events, the others are cut off where last seen open.',
    source: LIVES,
    clock: RULE_CLOCK,
  },
  overdue: {
    formula: 'Open findings whose earliest binding deadline has passed.',
    source: 'Findings (patchproof findings --filter due=overdue).',
    clock: 'The moment looked at.',
  },
  exploited: {
    formula: 'Open findings whose advisory says that attackers use the flaw.',
    source: 'Advisories as received (patchproof findings --filter exploited=yes).',
    clock: 'The moment looked at.',
  },
  coverage: {
    formula: 'Assets in use with a complete scan within the window ÷ all assets in use.',
    source: 'Scans (patchproof coverage).',
    clock: 'The window of the policy, back from the moment looked at.',
  },
  flow: {
    formula: 'New and reopened against verified closed; what was retired leaves without being closed.',
    source: 'Findings (patchproof flow).',
    clock: 'Local weeks from Monday; a closure counts in the week of the fix.',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

export type MetricName = keyof typeof definitions;
