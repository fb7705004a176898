import type { Filter } from '../filters.ts';
import type { Column } from '../table.ts';
import { roleChoices, roleWord } from './role-words.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

const roles = roleChoices.map(({ value }) => ({ value, label: roleWord(value) }));

export const peopleColumns: readonly Column[] = [
  { key: 'name', label: 'Person', sort: 'name' },
  { key: 'roles', label: 'May', wideOnly: true },
  { key: 'factors', label: 'Second factor', wideOnly: true },
  { key: 'used', label: 'Last used', sort: 'used', wideOnly: true },
];

export const peopleFilterNames = ['q', 'role', 'state', 'group'] as const;

export const peopleFilters = (groups: readonly Named[]): readonly Filter[] => [
  { name: 'q', label: 'Text', hint: 'Name or address' },
  { name: 'role', label: 'Role', options: roles },
  {
    name: 'state',
    label: 'Account',
    options: [
      { value: 'open', label: 'Open' },
      { value: 'locked', label: 'Locked' },
      { value: 'disabled', label: 'Closed' },
    ],
  },
  { name: 'group', label: 'Group', options: groups.map(({ id, name }) => ({ value: id, label: name })) },
];

export const groupColumns: readonly Column[] = [
  { key: 'name', label: 'Group', sort: 'name' },
  { key: 'roles', label: 'Members may', wideOnly: true },
  { key: 'members', label: 'Members', sort: 'members', align: 'right' },
];

export const groupFilters: readonly Filter[] = [
  { name: 'q', label: 'Text', hint: 'Name, purpose or a member' },
  { name: 'role', label: 'Role', options: roles },
];

const states = [
  { value: 'planned', label: 'Planned' },
  { value: 'under-way', label: 'Under way' },
  { value: 'over', label: 'Over' },
] as const;

/** Where an engagement or delegation stands. */
export function stateWord(state: string): string {
  return states.find(({ value }) => value === state)?.label ?? state;
}

export const engagementColumns: readonly Column[] = [
  { key: 'name', label: 'Engagement', sort: 'name' },
  { key: 'auditors', label: 'Auditors', wideOnly: true },
  { key: 'units', label: 'Business units', desktopOnly: true },
  { key: 'from', label: 'From', sort: 'from', wideOnly: true },
  { key: 'until', label: 'Until', sort: 'until', wideOnly: true },
  { key: 'state', label: 'State' },
];

export const engagementFilters: readonly Filter[] = [
  { name: 'q', label: 'Text', hint: 'Name or auditor' },
  { name: 'state', label: 'State', options: states },
];

export const delegationColumns: readonly Column[] = [
  { key: 'delegate', label: 'Delegate', sort: 'delegate' },
  { key: 'person', label: 'For', sort: 'person', wideOnly: true },
  { key: 'from', label: 'From', sort: 'from', wideOnly: true },
  { key: 'until', label: 'Until', sort: 'until', wideOnly: true },
  { key: 'state', label: 'State' },
];

export const delegationFilters: readonly Filter[] = [
  { name: 'q', label: 'Text', hint: 'Name of either' },
  {
    name: 'side',
    label: 'Which',
    options: [
      { value: 'given', label: 'For you' },
      { value: 'held', label: 'By you' },
    ],
  },
  { name: 'state', label: 'State', options: states },
];
