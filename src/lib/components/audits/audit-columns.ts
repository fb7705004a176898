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

export const sampleColumns: readonly Column[] = [
  { key: 'title', label: 'Sample', sort: 'title' },
  { key: 'size', label: 'Sampled', align: 'right' },
  { key: 'judged', label: 'Looked at', align: 'right', wideOnly: true },
  { key: 'exceptions', label: 'Exceptions noted', align: 'right', wideOnly: true },
  { key: 'auditor', label: 'Drawn by', sort: 'drawn', wideOnly: true },
];

export const itemColumns: readonly Column[] = [
  { key: 'position', label: 'No.', align: 'right' },
  { key: 'label', label: 'Item' },
  { key: 'result', label: 'Result', wideOnly: true },
];

export const sampleFilterNames = ['q', 'population', 'engagement'];

/** What a sample can be drawn from. */
export const populationChoices = [
  { value: 'closed-findings', label: 'Closed findings' },
  { value: 'open-findings', label: 'Open findings' },
  { value: 'exceptions', label: 'Exceptions' },
  { value: 'assets', label: 'Assets' },
];

export const sampleFilters = (engagements: readonly Engagement[]): readonly Filter[] => [
  { name: 'q', label: 'Text', hint: 'Title or requirement' },
  { name: 'population', label: 'Drawn from', options: populationChoices },
  ofEngagement(engagements),
];

export const commentFilterNames = ['q', 'kind', 'status', 'engagement', 'about'];

export const commentFilters = (engagements: readonly Engagement[]): readonly Filter[] => [
  { name: 'q', label: 'Text', hint: 'Anything that a comment says' },
  {
    name: 'kind',
    label: 'About',
    options: [
      { value: 'finding', label: 'Findings' },
      { value: 'patch', label: 'Patches' },
      { value: 'asset', label: 'Assets' },
      { value: 'exception', label: 'Exceptions' },
      { value: 'policy', label: 'Policy versions' },
      { value: 'register', label: 'Register entries' },
      { value: 'scan', label: 'Scans' },
    ],
  },
  {
    name: 'status',
    label: 'Status',
    options: [
      { value: 'standing', label: 'Standing' },
      { value: 'taken-back', label: 'Taken back' },
    ],
  },
  ofEngagement(engagements),
];
