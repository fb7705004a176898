import type { Filter } from '../filters.ts';
import { rankChoices } from '../findings-columns.ts';
import type { Column } from '../table.ts';

export const rankChangeColumns: readonly Column[] = [
  { key: 'tick', label: 'Choose' },
  { key: 'product', label: 'Product and fix', sort: 'product' },
  { key: 'asset', label: 'Asset', sort: 'asset', wideOnly: true },
  { key: 'change', label: 'Rank', wideOnly: true },
  { key: 'reason', label: 'Reason and evidence', desktopOnly: true },
  { key: 'status', label: 'Status', sort: 'since' },
];

export const rankChangeFilters: readonly Filter[] = [
  { name: 'q', label: 'Text', hint: 'Asset, product, fix or reason' },
  {
    name: 'status',
    label: 'Status',
    options: [
      { value: 'waiting', label: 'Waits' },
      { value: 'in-force', label: 'In force' },
      { value: 'ended', label: 'Ended' },
    ],
  },
  {
    name: 'to',
    label: 'New rank',
    options: [...rankChoices, { value: 'automatic', label: 'Rank of the method' }],
  },
  { name: 'asset', label: 'Asset', hint: 'Name' },
  { name: 'product', label: 'Product', hint: 'Source package' },
  { name: 'fix', label: 'Fix', hint: 'As its page names it' },
];
