import { assetChoices } from '../format/asset-words.ts';
import type { Filter } from './filters.ts';
import type { Column } from './table.ts';

export const findingColumns: readonly Column[] = [
  { key: 'product', label: 'Product and fix', sort: 'product' },
  { key: 'asset', label: 'Asset', sort: 'asset', wideOnly: true },
  { key: 'rank', label: 'Rank', sort: 'rank', wideOnly: true },
  { key: 'verdict', label: 'Verdict', wideOnly: true },
  { key: 'due', label: 'Due', sort: 'due' },
  { key: 'advisory', label: 'It fixes', desktopOnly: true },
  { key: 'state', label: 'State', sort: 'state', desktopOnly: true },
  { key: 'detected', label: 'First detected', sort: 'firstDetected', desktopOnly: true },
];

export const rankChoices = [
  { value: 'severe', label: 'Severe' },
  { value: 'high', label: 'High' },
  { value: 'medium', label: 'Medium' },
  { value: 'low', label: 'Low' },
] as const;

const yesOrNo = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
] as const;

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
      { value: 'in-14', label: 'Within 14 days' },
      { value: 'in-30', label: 'Within 30 days' },
    ],
  },
  {
    name: 'late',
    label: 'Days over',
    options: [
      { value: '1-30', label: '1 to 30' },
      { value: '31-60', label: '31 to 60' },
      { value: '61-90', label: '61 to 90' },
      { value: 'over-90', label: 'Over 90' },
    ],
  },
  { name: 'rank', label: 'Rank', options: rankChoices },
  { name: 'exploited', label: 'Known exploited', options: yesOrNo },
  { name: 'ranked', label: 'Ranked', options: yesOrNo },
  { name: 'adjudicated', label: 'Adjudicated', options: yesOrNo },
  {
    name: 'state',
    label: 'State',
    options: [
      { value: 'open', label: 'Open' },
      { value: 'claimed', label: 'Claimed fixed, not verified' },
      { value: 'reboot_pending', label: 'Reboot pending' },
      { value: 'old_code_running', label: 'Service runs old code' },
      { value: 'fixed', label: 'Fixed, verified' },
      { value: 'removed', label: 'Package removed' },
      { value: 'not_affected', label: 'Not affected' },
      { value: 'no_fix', label: 'No fix yet' },
      { value: 'wont_fix', label: 'Vendor will not fix' },
    ],
  },
  {
    name: 'exception',
    label: 'Exception',
    options: [
      { value: 'none', label: 'Not covered' },
      { value: 'covered', label: 'Covered' },
    ],
  },
  { name: 'class', label: 'Class', options: assetChoices.class },
  { name: 'owner', label: 'Owner', hint: 'A team, or none' },
  { name: 'group', label: 'Asset group', hint: 'Short name, or none' },
  { name: 'asset', label: 'Asset', hint: 'Name' },
  { name: 'product', label: 'Product', hint: 'Source package' },
  { name: 'advisory', label: 'Advisory', hint: 'Such as DSA-5764-1' },
  { name: 'cve', label: 'CVE', hint: 'Such as CVE-2024-6387' },
  { name: 'fix', label: 'Fix', hint: 'As its page names it' },
  { name: 'opened', label: 'Appeared in the week of', hint: 'Its Monday, such as 2026-11-16' },
  { name: 'closed', label: 'Closed in the week of', hint: 'Its Monday' },
  { name: 'reopened', label: 'Came back in the week of', hint: 'Its Monday' },
];
