import type { Filter } from '../filters.ts';
import type { Column } from '../table.ts';

export const entryColumns: readonly Column[] = [
  { key: 'title', label: 'Entry', sort: 'title' },
  { key: 'due', label: 'Next by', sort: 'due' },
  { key: 'status', label: 'Status', sort: 'status', wideOnly: true },
  { key: 'owner', label: 'Owner', wideOnly: true },
  { key: 'decided', label: 'Last looked at', wideOnly: true },
  { key: 'files', label: 'Files', align: 'right', desktopOnly: true },
];

export const registerColumns: readonly Column[] = [
  { key: 'title', label: 'Register' },
  { key: 'interval', label: 'How often', wideOnly: true },
  { key: 'entries', label: 'Entries', align: 'right', wideOnly: true },
  { key: 'waiting', label: 'Waiting', align: 'right', wideOnly: true },
  { key: 'overdue', label: 'Overdue', align: 'right' },
  { key: 'due', label: 'Next by', wideOnly: true },
];

export const supportEndColumns: readonly Column[] = [
  { key: 'release', label: 'Release' },
  { key: 'ends', label: 'Fixes end on' },
  { key: 'assets', label: 'Assets', align: 'right' },
  { key: 'units', label: 'Units', wideOnly: true },
  { key: 'entry', label: 'Entry' },
];

export const entryFilters: readonly Filter[] = [
  { name: 'q', label: 'Text', hint: 'Anything that an entry says' },
  {
    name: 'status',
    label: 'Status',
    options: [
      { value: 'overdue', label: 'Review overdue' },
      { value: 'soon', label: 'Due within 30 days' },
      { value: 'waiting', label: 'Waits for approval' },
      { value: 'to-change', label: 'To be changed' },
      { value: 'failing', label: 'Does not count' },
      { value: 'current', label: 'In force' },
      { value: 'past', label: 'Past' },
      { value: 'closed', label: 'Closed' },
    ],
  },
];
