import type { Filter } from './filters.ts';
import type { Column } from './table.ts';

export const assetColumns: readonly Column[] = [
  { key: 'name', label: 'Asset', sort: 'name' },
  { key: 'verdict', label: 'Verdict', sort: 'verdict' },
  { key: 'open', label: 'Open', sort: 'open', align: 'right' },
  { key: 'overdue', label: 'Overdue', sort: 'overdue', align: 'right', wideOnly: true },
  { key: 'due', label: 'First due', wideOnly: true },
  { key: 'packages', label: 'Packages', sort: 'packages', align: 'right', desktopOnly: true },
  { key: 'complete', label: 'Last complete scan', sort: 'lastComplete', desktopOnly: true },
];

export const assetFilters: readonly Filter[] = [
  { name: 'q', label: 'Text', hint: 'Name, system or address' },
  {
    name: 'verdict',
    label: 'Verdict',
    options: [
      { value: 'fail', label: 'Fail' },
      { value: 'indeterminate', label: 'Indeterminate' },
      { value: 'not-scanned', label: 'Not scanned' },
      { value: 'pass', label: 'Pass' },
    ],
  },
  {
    name: 'os',
    label: 'System',
    options: [
      { value: 'debian', label: 'Debian' },
      { value: 'ubuntu', label: 'Ubuntu' },
      { value: 'raspbian', label: 'Raspbian' },
    ],
  },
  { name: 'reason', label: 'Reason', hint: 'Code, such as lists-stale' },
];
