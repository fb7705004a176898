import { assetChoices } from '../format/asset-words.ts';
import type { Filter } from './filters.ts';
import { rankChoices } from './findings-columns.ts';
import type { Column } from './table.ts';

export const patchColumns: readonly Column[] = [
  { key: 'select', label: 'Select', wideOnly: true },
  { key: 'place', label: 'Place', sort: 'place', align: 'right', wideOnly: true },
  { key: 'fix', label: 'Fix', sort: 'product' },
  { key: 'rank', label: 'Rank', sort: 'rank', wideOnly: true },
  { key: 'findings', label: 'Open findings', sort: 'assets', align: 'right' },
  { key: 'overdue', label: 'Overdue', sort: 'overdue', align: 'right', wideOnly: true },
  { key: 'due', label: 'First due', sort: 'due' },
  { key: 'exploited', label: 'Exploitation', desktopOnly: true },
  { key: 'risk', label: 'Risk removed', sort: 'risk', align: 'right', desktopOnly: true },
  { key: 'effort', label: 'Effort', sort: 'effort', desktopOnly: true },
];

export const patchFilters: readonly Filter[] = [
  { name: 'q', label: 'Text', hint: 'Product, advisory or CVE' },
  { name: 'rank', label: 'Rank', options: rankChoices },
  {
    name: 'due',
    label: 'Due',
    options: [
      { value: 'overdue', label: 'Overdue' },
      { value: 'soon', label: 'Within 7 days' },
    ],
  },
  {
    name: 'exploited',
    label: 'Known exploited',
    options: [
      { value: 'yes', label: 'Yes' },
      { value: 'no', label: 'None known' },
    ],
  },
  {
    name: 'exception',
    label: 'Exceptions',
    any: 'Not covered',
    options: [
      { value: 'all', label: 'Covered or not' },
      { value: 'covered', label: 'Covered alone' },
    ],
  },
  { name: 'class', label: 'Class', options: assetChoices.class },
  { name: 'advisory', label: 'Advisory', hint: 'Such as DSA-5764-1' },
  { name: 'cve', label: 'CVE', hint: 'Such as CVE-2024-6387' },
];

/** The queue is what is to be done: what exceptions cover is left out until it is asked for. */
export function queueFilters(filters: Readonly<Record<string, string>>): Record<string, string> {
  const { exception = 'none', ...rest } = filters;
  return exception === 'all' ? rest : { ...rest, exception };
}
