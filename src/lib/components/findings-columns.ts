import type { Filter } from './filters.ts';
import type { Column } from './table.ts';

export const findingColumns: readonly Column[] = [
  { key: 'product', label: 'Product and fix', sort: 'product' },
  { key: 'asset', label: 'Asset', sort: 'asset', wideOnly: true },
  { key: 'rank', label: 'Rank', sort: 'rank', wideOnly: true },
  { key: 'verdict', label: 'Verdict', wideOnly: true },
  { key: 'due', label: 'Due', sort: 'due' },
  { key: 'state', label: 'State', sort: 'state', desktopOnly: true },
  { key: 'detected', label: 'First detected', sort: 'firstDetected', desktopOnly: true },
];

export const findingFilters: readonly Filter[] = [
  { name: 'q', label: 'Text', hint: 'Asset, package, CVE or fix' },
  {
    name: 'verdict',
    label: 'Verdict',
    options: [
      { value: 'fail', label: 'Fail' },
      { value: 'indeterminate', label: 'Indeterminate' },
      { value: 'pass', label: 'Pass' },
    ],
  },
  {
    name: 'due',
    label: 'Due',
    options: [
      { value: 'overdue', label: 'Overdue' },
      { value: 'soon', label: 'Within 7 days' },
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
  {
    name: 'state',
    label: 'State',
    options: [
      { value: 'open', label: 'Open' },
      { value: 'reboot_pending', label: 'Reboot pending' },
      { value: 'old_code_running', label: 'Service runs old code' },
      { value: 'fixed', label: 'Fixed, verified' },
      { value: 'removed', label: 'Package removed' },
    ],
  },
  { name: 'asset', label: 'Asset', hint: 'Name' },
  { name: 'product', label: 'Product', hint: 'Source package' },
  { name: 'fix', label: 'Fix', hint: 'Advisory or version' },
];
