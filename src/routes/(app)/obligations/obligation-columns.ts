import { monthName } from '#lib/charts/calendar-words.ts';
import type { Filter } from '#lib/components/filters.ts';
import type { Column } from '#lib/components/table.ts';
import type { Mark } from '#lib/components/verdict.ts';

export const obligationColumns: readonly Column[] = [
  { key: 'asset', label: 'Asset', sort: 'asset', wideOnly: true },
  { key: 'product', label: 'Product and fix', sort: 'product' },
  { key: 'rank', label: 'Rank', sort: 'rank', wideOnly: true },
  { key: 'due', label: 'Due', sort: 'due' },
  { key: 'outcome', label: 'Outcome', sort: 'outcome' },
  { key: 'daysLate', label: 'Late', sort: 'daysLate', align: 'right', wideOnly: true },
  { key: 'installed', label: 'Installed', desktopOnly: true },
  { key: 'verified', label: 'Verified', desktopOnly: true },
];

/** Filters that the list reads from its address. */
export const obligationFilterNames = ['rule', 'cohort', 'from', 'to', 'outcome', 'rank', 'q'] as const;

/** Months offered as a choice, the running one first. */
const MONTHS = 24;

function monthsBack(asOfDay: string): string[] {
  const [year, month] = [Number(asOfDay.slice(0, 4)), Number(asOfDay.slice(5, 7)) - 1];
  return Array.from({ length: MONTHS }, (_, ago) =>
    new Date(Date.UTC(year, month - ago, 1)).toISOString().slice(0, 7),
  );
}

interface Known {
  readonly rules: readonly { readonly id: string; readonly name: string }[];
  /** Local day looked at. */
  readonly day: string;
}

/** What the list can be narrowed by; rules and months come from what is known. */
export function obligationFilters({ rules, day }: Known): Filter[] {
  return [
    { name: 'q', label: 'Text', hint: 'Asset, product or fix' },
    { name: 'rule', label: 'Rule', options: rules.map(({ id, name }) => ({ value: id, label: name })) },
    {
      name: 'cohort',
      label: 'Month due',
      options: monthsBack(day).map((month) => ({ value: month, label: monthName(month) })),
    },
    {
      name: 'outcome',
      label: 'Outcome',
      options: [
        { value: 'counted', label: 'All that count' },
        { value: 'met', label: 'Met' },
        { value: 'late', label: 'Late' },
        { value: 'missed-not-rescanned', label: 'Late, not yet rescanned' },
        { value: 'unknown', label: 'Cannot tell' },
        { value: 'censored', label: 'Left before due' },
        { value: 'adjudicated', label: 'Adjudicated' },
        { value: 'excepted', label: 'Not met, excepted' },
      ],
    },
    {
      name: 'rank',
      label: 'Rank',
      options: [
        { value: 'severe', label: 'Severe' },
        { value: 'high', label: 'High' },
        { value: 'medium', label: 'Medium' },
        { value: 'low', label: 'Low' },
      ],
    },
    { name: 'from', label: 'Due from', hint: '2026-08-26' },
    { name: 'to', label: 'Due to', hint: '2026-11-23' },
  ];
}

const marks: Readonly<Record<string, { readonly mark: Mark; readonly word: string }>> = {
  met: { mark: 'pass', word: 'Met' },
  missed: { mark: 'fail', word: 'Missed' },
  'missed-not-rescanned': { mark: 'fail', word: 'Missed, not yet rescanned' },
  unknown: { mark: 'indeterminate', word: 'Cannot tell' },
  censored: { mark: 'not-scanned', word: 'Left before due' },
  adjudicated: { mark: 'not-scanned', word: 'Adjudicated' },
};

/** Mark and word of an outcome; an unknown one is shown as it is, and never as met. */
export function outcomeOf(outcome: string): { readonly mark: Mark; readonly word: string } {
  return marks[outcome] ?? { mark: 'indeterminate', word: outcome };
}
