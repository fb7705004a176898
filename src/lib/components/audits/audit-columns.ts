import type { Filter } from '../filters.ts';
import type { Column } from '../table.ts';

export const requestColumns: readonly Column[] = [
  { key: 'title', label: 'Request', sort: 'title' },
  { key: 'due', label: 'Answer by', sort: 'due' },
  { key: 'status', label: 'Status', sort: 'status', wideOnly: true },
  { key: 'auditor', label: 'Asked by', sort: 'asked', wideOnly: true },
  { key: 'unit', label: 'Unit', desktopOnly: true },
  { key: 'files', label: 'Files', align: 'right', desktopOnly: true },
];

interface Engagement {
  readonly id: string;
  readonly name: string;
}

const ofEngagement = (engagements: readonly Engagement[]): Filter => ({
  name: 'engagement',
  label: 'Audit',
  options: engagements.map(({ id, name }) => ({ value: id, label: name })),
});

export const requestFilterNames = ['q', 'status', 'engagement'];

export const requestFilters = (engagements: readonly Engagement[]): readonly Filter[] => [
  { name: 'q', label: 'Text', hint: 'Anything that a request says' },
  {
    name: 'status',
    label: 'Status',
    options: [
      { value: 'overdue', label: 'Overdue' },
      { value: 'waiting', label: 'Waits for the organisation' },
      { value: 'open', label: 'Not answered yet' },
      { value: 'returned', label: 'Returned' },
      { value: 'answered', label: 'Waits for the auditor' },
      { value: 'accepted', label: 'Accepted' },
      { value: 'withdrawn', label: 'Withdrawn' },
    ],
  },
  ofEngagement(engagements),
];
