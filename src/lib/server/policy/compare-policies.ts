import { diffArrays, diffWordsWithSpace } from 'diff';
import { defaultExceptionLimits } from '#core/exception/exception-limits.ts';
import type { ExceptionLimits } from '#core/exception/exception-limits.ts';
import type { PolicyTerms } from '#core/policy/policy-draft.ts';
import type { PolicyRule, PolicyVersion } from '#core/policy/policy.ts';
import { ranks } from '#core/policy/rank.ts';
import { defaultReview } from '#core/policy/operating-rules.ts';
import { operatingClauses } from '#lib/format/operating-words.ts';
import { approversText } from '#lib/format/policy-words.ts';

/** A run of words that both have, or only one of them. */
export interface DiffPart {
  readonly text: string;
  readonly only: 'old' | 'new' | null;
}

/** One clause side by side; null = that version has no such clause. */
export interface ClauseDiff {
  /** Name of the rule or field, or the last heading of the text. */
  readonly clause: string;
  readonly old: readonly DiffPart[] | null;
  readonly new: readonly DiffPart[] | null;
  readonly same: boolean;
}

export interface PolicyDiff {
  readonly rules: readonly ClauseDiff[];
  readonly text: readonly ClauseDiff[];
  /** Clauses that differ, and all. */
  readonly changed: number;
  readonly clauses: number;
}

type Compared = PolicyTerms & Pick<PolicyVersion, 'record'>;

/** Rules and text of two versions, clause by clause. */
export function comparePolicies(
  before: { readonly terms: Compared; readonly text: string },
  after: { readonly terms: Compared; readonly text: string },
): PolicyDiff {
  const rules = compareTerms(before.terms, after.terms);
  const text = compareTexts(before.text, after.text);
  const all = [...rules, ...text];
  return { rules, text, changed: all.filter(({ same }) => !same).length, clauses: all.length };
}

const durations: readonly (readonly [string, (terms: Compared) => string])[] = [
  ['Coverage window', ({ coverageWindow }) => inWords(coverageWindow)],
  ['Package lists stale after', ({ staleLists }) => inWords(staleLists)],
  ['Archive stale after', ({ staleArchive }) => inWords(staleArchive)],
  ['Feeds stale after', ({ staleFeeds }) => inWords(staleFeeds ?? 'P7D')],
  ['Ranking method', ({ rankMethod }) => `Method ${rankMethod ?? 1}`],
  ['Time zone', ({ zone }) => zone],
  ['Next review within', ({ reviewEvery }) => inWords(reviewEvery ?? defaultReview)],
  ['Exceptions', ({ exceptions }) => exceptionWords(exceptions ?? defaultExceptionLimits)],
  [
    'Open findings',
    ({ alsoOpen }) =>
      alsoOpen
        ? `Also what is open and not yet due, no earlier than ${inWords(alsoOpen.grace)} after the start.`
        : 'Keep the deadline they have.',
  ],
];

function compareTerms(before: Compared, after: Compared): ClauseDiff[] {
  const key = ({ id, name }: PolicyRule) => `${id} ${name}`;
  const old = new Map(before.rules.map((rule) => [key(rule), ruleWords(rule)]));
  const next = new Map(after.rules.map((rule) => [key(rule), ruleWords(rule)]));
  const names = [...new Set([...old.keys(), ...next.keys()])];
  const nameOf = new Map([...before.rules, ...after.rules].map((rule) => [key(rule), rule.name]));
  return [
    ...names.map((one) => clause(nameOf.get(one) ?? one, old.get(one) ?? null, next.get(one) ?? null)),
    ...durations.map(([name, words]) => clause(name, words(before), words(after))),
    ...operatingDiff(before, after),
  ];
}

function operatingDiff(before: Compared, after: Compared): ClauseDiff[] {
  const next = new Map(operatingClauses(after));
  return operatingClauses(before).map(([name, words]) => clause(name, words, next.get(name) ?? null));
}

function exceptionWords({ days, approvers, renewals, assessorMayApprove }: ExceptionLimits): string {
  const byRank = ranks.map(
    (rank) => `${rank}: ${days[rank]} days, approved by ${approversText(approvers[rank])}.`,
  );
  const assessor = assessorMayApprove ? 'The assessor may approve.' : 'The assessor may not approve.';
  return [...byRank, `At most ${renewals} renewals.`, assessor].join(' ');
}

/** A rule as one sentence after the other, the same for the same rule. */
function ruleWords({ clock, limits, binding, conditions, task }: PolicyRule): string {
  const given = Object.entries(conditions ?? {}).map(
    ([name, value]) => `${name} ${Array.isArray(value) ? value.join(' or ') : String(value)}`,
  );
  return [
    task === 'rank' ? 'Rank it.' : 'Install the fix.',
    `From ${String(clock).replaceAll('_', ' ')}.`,
    ...ranks.map((rank) => `${rank[0]?.toUpperCase()}${rank.slice(1)}: ${inWords(limits[rank])}.`),
    `Binding: ${binding}.`,
    ...(given.length > 0 ? [`Only where ${given.join(' and ')}.`] : []),
  ].join(' ');
}

function inWords(duration: string): string {
  const count = Number(/\d+/.exec(duration)?.[0] ?? 0);
  const calendar = duration.endsWith('M') ? 'month' : 'day';
  const unit = duration.startsWith('PT') ? 'hour' : calendar;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Paragraphs are clauses; one that was replaced stands beside what replaced it. */
function compareTexts(before: string, after: string): ClauseDiff[] {
  const found: ClauseDiff[] = [];
  let heading = 'Text';
  const parts = diffArrays(paragraphs(before), paragraphs(after));
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    if (!part) continue;
    const next = part.removed ? parts[index + 1] : undefined;
    const replacement = next?.added ? next.value : [];
    const added = part.added ? part.value : replacement;
    const removed = part.removed ? part.value : [];
    if (next?.added) index++;
    const rows =
      part.removed || part.added ? pairs(removed, added) : part.value.map((one) => [one, one] as const);
    for (const [old, now] of rows) {
      heading = headingOf(now ?? old ?? '') ?? heading;
      found.push(clause(heading, old, now));
    }
  }
  return found;
}

function pairs(old: readonly string[], now: readonly string[]): (readonly [string | null, string | null])[] {
  return Array.from({ length: Math.max(old.length, now.length) }, (_, at) => [
    old[at] ?? null,
    now[at] ?? null,
  ]);
}

const paragraphs = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map((one) => one.trim())
    .filter(Boolean);

const headingOf = (paragraph: string): string | null => /^#+\s+(.+)$/m.exec(paragraph)?.[1] ?? null;

function clause(name: string, old: string | null, now: string | null): ClauseDiff {
  if (old === now) {
    const parts = [{ text: old ?? '', only: null }];
    return { clause: name, old: parts, new: parts, same: true };
  }
  if (old === null || now === null) {
    const whole = (text: string | null, only: 'old' | 'new') => (text === null ? null : [{ text, only }]);
    return { clause: name, old: whole(old, 'old'), new: whole(now, 'new'), same: false };
  }
  const words = diffWordsWithSpace(old, now);
  const side = (only: 'old' | 'new') =>
    words
      .filter(({ added, removed }) => (only === 'old' ? !added : !removed))
      .map(({ value, added, removed }) => ({ text: value, only: added || removed ? only : null }));
  return { clause: name, old: side('old'), new: side('new'), same: false };
}
