import type { Filter } from '../filters.ts';
import type { Column } from '../table.ts';

export const importColumns: readonly Column[] = [
  { key: 'file', label: 'File', sort: 'file' },
  { key: 'recordedAt', label: 'Imported', sort: 'recordedAt' },
  { key: 'by', label: 'By', wideOnly: true },
  { key: 'held', label: 'Held', wideOnly: true },
  { key: 'came', label: 'What came of it', wideOnly: true },
];

export const importFilters: readonly Filter[] = [
  { name: 'q', label: 'Text', hint: 'File or format' },
  {
    name: 'kind',
    label: 'Kind',
    options: [
      { value: 'report', label: 'Report of another scanner' },
      { value: 'scans', label: 'Scans and inventories' },
      { value: 'feed', label: 'Feed' },
      { value: 'advisories', label: 'Advisories' },
    ],
  },
  { name: 'format', label: 'Format', hint: 'Its name, such as nessus' },
];
