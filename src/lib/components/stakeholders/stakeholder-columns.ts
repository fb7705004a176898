import type { Filter } from '../filters.ts';
import type { Column } from '../table.ts';

export const systemColumns: readonly Column[] = [
  { key: 'name', label: 'System' },
  { key: 'status', label: 'Acknowledged' },
  { key: 'deciders', label: 'Go or no-go', wideOnly: true },
  { key: 'escalation', label: 'Escalation', wideOnly: true },
  { key: 'tasks', label: 'Tasks', align: 'right', desktopOnly: true },
];

export const systemFilters: readonly Filter[] = [
  {
    name: 'kind',
    label: 'Kind',
    options: [
      { value: 'unit', label: 'Business unit' },
      { value: 'group', label: 'Asset group' },
    ],
  },
  {
    name: 'status',
    label: 'Status',
    options: [
      { value: 'mine', label: 'Waits for me' },
      { value: 'unnamed', label: 'Nobody named' },
      { value: 'waiting', label: 'Not acknowledged by all' },
      { value: 'acknowledged', label: 'Acknowledged by all' },
    ],
  },
];
