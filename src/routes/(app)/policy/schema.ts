import type { SuperValidated } from 'sveltekit-superforms';
import { z } from 'zod';
import { defaultExceptionLimits } from '#core/exception/exception-limits.ts';
import { frameworkRules } from '#core/policy/framework-rules.ts';
import type { DraftContent } from '#core/policy/policy-draft.ts';
import { ranks } from '#core/policy/rank.ts';
import type { Failure } from '#core/errors.ts';
import { formatLimit } from '#lib/format/durations.ts';
import {
  approversText,
  conditionsText,
  readApprovers,
  readConditions,
  readLimit,
} from '#lib/format/policy-words.ts';
import { operatingTexts, readOperating } from '#lib/format/operating-words.ts';

const column = z.array(z.string().trim().max(500)).default([]);
const words = z.string().trim().max(5000).default('');
const limit = z.string().trim().max(20).default('');

/** A draft as its form sends it; rules as one column per field. The use case checks the values. */
export const draftSchema = z.object({
  changeSummary: z
    .string()
    .trim()
    .min(10, 'Say what changes and why, in ten characters or more.')
    .max(2000)
    .default(''),
  effectiveDay: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'Give a day such as 2027-01-01.')
    .default(''),
  /** Empty = open findings keep their deadlines. */
  grace: limit,
  text: z.string().max(100_000).default(''),
  ruleId: column,
  ruleName: column,
  ruleClock: column,
  ruleBinding: column,
  ruleConditions: column,
  ruleTask: column,
  severe: column,
  high: column,
  medium: column,
  low: column,
  /** Id of a framework's rule to add. */
  framework: z.string().default(''),
  coverageWindow: limit,
  staleLists: limit,
  staleArchive: limit,
  staleFeeds: limit,
  rankMethod: z.string().default('2'),
  zone: z.string().default(''),
  /** Longest exception in days, and its approvals, from severe to low. */
  exceptionDays: z.array(z.number().int().min(1).max(365)).default([]),
  exceptionApprovers: column,
  exceptionRenewals: z.number().int().min(0).max(20).default(2),
  assessorMayApprove: z.boolean().default(false),
  /** One rule a line, as `operating-words` writes them; empty = the version does not say it. */
  scanFrequency: words,
  meanings: column,
  automatic: words,
  rings: words,
  restartBy: words,
  restartWindow: words,
  restartOutside: words,
  restartWait: limit,
  reviewEvery: limit,
  /** Take in the full text of a patch policy in place of what is there. */
  takeText: z.boolean().default(false),
});

export type DraftData = z.infer<typeof draftSchema>;
export type DraftForm = SuperValidated<DraftData, Failure>;

/** Lines of the table of rules; those without a name are left out, which is how one removes a rule. */
export function ruleRows(data: DraftData) {
  return data.ruleName.map((name, at) => ({
    id: data.ruleId[at] || 'own',
    name,
    clock: data.ruleClock[at] ?? 'first_detected',
    binding: data.ruleBinding[at] ?? 'own',
    conditions: data.ruleConditions[at] ?? '',
    task: data.ruleTask[at] ?? '',
    limits: {
      severe: data.severe[at] ?? '',
      high: data.high[at] ?? '',
      medium: data.medium[at] ?? '',
      low: data.low[at] ?? '',
    },
  }));
}

/** The terms that a form describes, to be checked by the use case. */
export function termsOf(data: DraftData): Record<string, unknown> {
  const rules = ruleRows(data)
    .filter(({ name }) => name !== '')
    .map(({ conditions, task, limits, ...rule }) => ({
      ...rule,
      limits: Object.fromEntries(ranks.map((rank) => [rank, readLimit(limits[rank])])),
      ...(readConditions(conditions) ? { conditions: readConditions(conditions) } : {}),
      ...(task === 'rank' ? { task } : {}),
    }));
  const added = frameworkRules.filter(({ id }) => id === data.framework).map(({ rule }) => rule);
  return {
    zone: data.zone,
    rules: [...rules, ...added],
    coverageWindow: readLimit(data.coverageWindow),
    staleLists: readLimit(data.staleLists),
    staleArchive: readLimit(data.staleArchive),
    staleFeeds: readLimit(data.staleFeeds),
    rankMethod: Number(data.rankMethod),
    exceptions: exceptionsOf(data),
    ...readOperating(data),
    ...(data.grace === '' ? {} : { alsoOpen: { grace: readLimit(data.grace) } }),
  };
}

function exceptionsOf(data: DraftData) {
  const byRank = <T>(value: (at: number) => T) =>
    Object.fromEntries(ranks.map((rank, at) => [rank, value(at)]));
  return {
    days: byRank((at) => data.exceptionDays[at]),
    approvers: byRank((at) => readApprovers(data.exceptionApprovers[at] ?? '')),
    renewals: data.exceptionRenewals,
    assessorMayApprove: data.assessorMayApprove,
  };
}

/** What is drafted, as its form shows it. */
export function draftData({
  terms,
  text,
  ...said
}: Partial<DraftContent> & Pick<DraftContent, 'terms' | 'text'>): DraftData {
  const { rules, exceptions = defaultExceptionLimits } = terms;
  return {
    changeSummary: said.changeSummary ?? '',
    effectiveDay: said.effectiveDay ?? '',
    grace: terms.alsoOpen ? formatLimit(terms.alsoOpen.grace) : '',
    text,
    ruleId: rules.map(({ id }) => id),
    ruleName: rules.map(({ name }) => name),
    ruleClock: rules.map(({ clock }) => String(clock)),
    ruleBinding: rules.map(({ binding }) => binding),
    ruleConditions: rules.map(({ conditions }) => conditionsText(conditions)),
    ruleTask: rules.map(({ task }) => task ?? ''),
    severe: rules.map(({ limits }) => formatLimit(limits.severe)),
    high: rules.map(({ limits }) => formatLimit(limits.high)),
    medium: rules.map(({ limits }) => formatLimit(limits.medium)),
    low: rules.map(({ limits }) => formatLimit(limits.low)),
    framework: '',
    coverageWindow: formatLimit(terms.coverageWindow),
    staleLists: formatLimit(terms.staleLists),
    staleArchive: formatLimit(terms.staleArchive),
    staleFeeds: formatLimit(terms.staleFeeds ?? 'P7D'),
    rankMethod: String(terms.rankMethod ?? 1),
    zone: terms.zone,
    exceptionDays: ranks.map((rank) => exceptions.days[rank]),
    exceptionApprovers: ranks.map((rank) => approversText(exceptions.approvers[rank])),
    exceptionRenewals: exceptions.renewals,
    assessorMayApprove: exceptions.assessorMayApprove,
    ...operatingTexts(terms),
    takeText: false,
  };
}

/** Fields beside which a refusal is shown; others show it above the form. */
export const draftFields = [
  'changeSummary',
  'effectiveDay',
  'text',
  'zone',
  'coverageWindow',
  'reviewEvery',
] as const;

export const answerSchema = z.object({
  /** What was read: another content is not decided on. */
  hash: z.string().max(64).default(''),
  reason: z.string().trim().max(2000).default(''),
});

export type AnswerForm = SuperValidated<z.infer<typeof answerSchema>, Failure>;

export const executiveSchema = z.object({
  person: z.string().max(100).default(''),
  function: z.string().max(100).default(''),
});

export type ExecutiveForm = SuperValidated<z.infer<typeof executiveSchema>, Failure>;

/** A review that was held, or a remark for the next one; the use cases check which fields they need. */
export const reviewSchema = z.object({
  lessons: z.string().max(10_000).default(''),
  participants: z.array(z.string().max(100)).default([]),
  outcome: z.string().max(20).default('keep'),
  text: z.string().max(10_000).default(''),
});

export type ReviewForm = SuperValidated<z.infer<typeof reviewSchema>, Failure>;
