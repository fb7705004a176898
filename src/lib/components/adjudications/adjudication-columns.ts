import type { Filter } from '../filters.ts';
import type { Column } from '../table.ts';
import { claimVerdictChoices, findingVerdictChoices } from './adjudication-words.ts';

export const adjudicationColumns: readonly Column[] = [
  { key: 'tick', label: 'Choose' },
  { key: 'product', label: 'What it is about', sort: 'product' },
  { key: 'asset', label: 'Asset', sort: 'asset', wideOnly: true },
  { key: 'verdict', label: 'Verdict', wideOnly: true },
  { key: 'reason', label: 'Reason and evidence', desktopOnly: true },
  { key: 'status', label: 'Status', sort: 'since' },
];

export const adjudicationFilters: readonly Filter[] = [
  { name: 'q', label: 'Text', hint: 'Asset, product, fix, tool or reason' },
  {
    name: 'status',
    label: 'Status',
    options: [
      { value: 'waiting', label: 'Waits' },
      { value: 'in-force', label: 'In force' },
      { value: 'ended', label: 'Ended' },
    ],
  },
  { name: 'verdict', label: 'Verdict', options: [...findingVerdictChoices, ...claimVerdictChoices] },
  {
    name: 'subject',
    label: 'About',
    options: [
      { value: 'finding', label: 'A finding' },
      { value: 'claim', label: 'A claim of another tool' },
    ],
  },
  { name: 'asset', label: 'Asset', hint: 'Name' },
  { name: 'product', label: 'Product', hint: 'As its finding names it' },
  { name: 'fix', label: 'Fix', hint: 'As its page names it' },
];
