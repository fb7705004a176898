import type { Filter } from '../filters.ts';
import { rankChoices } from '../findings-columns.ts';
import type { Column } from '../table.ts';

export const exceptionColumns: readonly Column[] = [
  { key: 'title', label: 'Exception', sort: 'title' },
  { key: 'status', label: 'Status', sort: 'status' },
  { key: 'rank', label: 'Worst rank', wideOnly: true },
  { key: 'open', label: 'Open', sort: 'findings', align: 'right', wideOnly: true },
  { key: 'overdue', label: 'Overdue', align: 'right', wideOnly: true },
  { key: 'until', label: 'Until', sort: 'ends', wideOnly: true },
  { key: 'asked', label: 'Asked by', sort: 'requested', desktopOnly: true },
];

export const exceptionFilters: readonly Filter[] = [
  { name: 'q', label: 'Text', hint: 'Name, title or reason' },
  {
    name: 'status',
    label: 'Status',
    options: [
      { value: 'mine', label: 'Waiting for me' },
      { value: 'waiting', label: 'Waits for a decision' },
      { value: 'requested', label: 'Requested or returned' },
      { value: 'draft', label: 'My drafts' },
      { value: 'active', label: 'Active' },
      { value: 'ending', label: 'Ends within 30 days' },
      { value: 'suppressing', label: 'Overdue but still suppressing' },
      { value: 'never-validated', label: 'On a control never validated' },
      { value: 'suspended', label: 'Suspended' },
      { value: 'expired', label: 'Expired' },
      { value: 'revoked', label: 'Revoked' },
      { value: 'refused', label: 'Refused' },
      { value: 'ended', label: 'Ended' },
    ],
  },
  { name: 'rank', label: 'Worst rank', options: rankChoices },
  { name: 'control', label: 'Control', hint: 'Such as CC-0123' },
  { name: 'finding', label: 'Finding', hint: 'Its id' },
];

export const controlColumns: readonly Column[] = [
  { key: 'name', label: 'Control', sort: 'name' },
  { key: 'status', label: 'Status' },
  { key: 'owner', label: 'Owner', wideOnly: true },
  { key: 'last', label: 'Last validated', wideOnly: true },
  { key: 'due', label: 'Next by', sort: 'due', wideOnly: true },
  { key: 'exceptions', label: 'Active exceptions', align: 'right', wideOnly: true },
];

export const controlFilters: readonly Filter[] = [
  { name: 'q', label: 'Text', hint: 'Name or what it does' },
  {
    name: 'status',
    label: 'Status',
    options: [
      { value: 'holds', label: 'Holds' },
      { value: 'never-validated', label: 'Never validated' },
      { value: 'due', label: 'Validation due within 30 days' },
      { value: 'failed', label: 'Failed' },
      { value: 'missed', label: 'Validation missed' },
      { value: 'retired', label: 'Retired' },
    ],
  },
];
