import { unfixedChoices } from '../format/state-words.ts';
import type { Filter } from './filters.ts';
import type { Column } from './table.ts';

export const unfixedColumns: readonly Column[] = [
  { key: 'cve', label: 'Vulnerability', sort: 'cve' },
  { key: 'state', label: 'What the vendor says', sort: 'state', wideOnly: true },
  { key: 'assets', label: 'Assets', sort: 'assets', align: 'right' },
  { key: 'rank', label: 'Rank', wideOnly: true },
  { key: 'exploited', label: 'Exploitation', sort: 'epss', desktopOnly: true },
  { key: 'since', label: 'Known since', sort: 'since', desktopOnly: true },
];

export const unfixedFilters: readonly Filter[] = [
  { name: 'q', label: 'Text', hint: 'CVE, product or the vendor’s words' },
  { name: 'state', label: 'State', options: unfixedChoices },
  { name: 'product', label: 'Product', hint: 'Source package' },
  { name: 'asset', label: 'Asset', hint: 'Name' },
  {
    name: 'exploited',
    label: 'Known exploited',
    options: [
      { value: 'yes', label: 'Yes' },
      { value: 'no', label: 'None known' },
    ],
  },
];
