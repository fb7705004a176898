import { assetChoices } from '../format/asset-words.ts';
import type { Choice } from '../format/asset-words.ts';
import type { Filter } from './filters.ts';
import type { Column } from './table.ts';

export const assetColumns: readonly Column[] = [
  { key: 'name', label: 'Asset', sort: 'name' },
  { key: 'verdict', label: 'Verdict', sort: 'verdict' },
  { key: 'open', label: 'Open', sort: 'open', align: 'right' },
  { key: 'overdue', label: 'Overdue', sort: 'overdue', align: 'right', wideOnly: true },
  { key: 'due', label: 'First due', wideOnly: true },
  { key: 'unit', label: 'Unit, owner', sort: 'unit', desktopOnly: true },
  { key: 'group', label: 'Group', desktopOnly: true },
  { key: 'complete', label: 'Last complete scan', sort: 'lastComplete', desktopOnly: true },
];

/** Before the others, for those who may decide. */
export const selectColumn: Column = { key: 'select', label: 'Select' };

export const assetFilters: readonly Filter[] = [
  { name: 'q', label: 'Text', hint: 'Name, system, address or owner' },
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
    name: 'coverage',
    label: 'Coverage',
    options: [
      { value: 'fresh', label: 'Complete, in time' },
      { value: 'stale', label: 'Complete, too long ago' },
      { value: 'failed', label: 'Tried, never complete' },
      { value: 'uncredentialed', label: 'Seen by network only' },
      { value: 'never', label: 'Never reached' },
    ],
  },
  { name: 'class', label: 'Class', options: assetChoices.class },
  { name: 'unit', label: 'Business unit', hint: 'Short name, or default' },
  { name: 'group', label: 'Asset group', hint: 'Short name, or none' },
  { name: 'owner', label: 'Owner', hint: 'A team, or none' },
  { name: 'criticality', label: 'Criticality', options: assetChoices.criticality },
  { name: 'environment', label: 'Environment', options: assetChoices.environment },
  { name: 'exposure', label: 'Exposure', options: assetChoices.exposure },
  { name: 'scope', label: 'Scope', options: assetChoices.scope },
  {
    name: 'status',
    label: 'Status',
    any: 'In use',
    options: [
      { value: 'retired', label: 'Retired' },
      { value: 'any', label: 'In use and retired' },
    ],
  },
  { name: 'os', label: 'System', hint: 'Id, such as debian or rhel' },
  { name: 'release', label: 'Release', hint: 'Such as debian 12' },
  { name: 'reason', label: 'Reason', hint: 'Code, such as lists-stale' },
  { name: 'late', label: 'Policy not kept', hint: 'A rule on scans, or Restart' },
];

/** Names of the filters besides the business unit, which is the scope of the page and read with it. */
export const assetFilterNames = assetFilters.map(({ name }) => name).filter((name) => name !== 'unit');

/** The filters with the choices that this installation has. */
export function assetFiltersFor(choices: {
  readonly unit: readonly Choice[];
  readonly group: readonly Choice[];
}) {
  return assetFilters.map((filter): Filter => {
    if (filter.name === 'unit') return { ...filter, options: choices.unit };
    return filter.name === 'group' ? { ...filter, options: choices.group } : filter;
  });
}
