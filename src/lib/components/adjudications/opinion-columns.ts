import type { Filter } from '../filters.ts';
import type { Column } from '../table.ts';

export const opinionColumns: readonly Column[] = [
  { key: 'product', label: 'Product' },
  { key: 'tool', label: 'The tool says', wideOnly: true },
  { key: 'own', label: 'Our scan says', wideOnly: true },
  { key: 'decision', label: 'Who is right' },
  { key: 'age', label: 'Days', align: 'right', desktopOnly: true },
];

export const opinionFilters: readonly Filter[] = [
  { name: 'q', label: 'Text', hint: 'Asset, product, tool, check or CVE' },
  {
    name: 'opinion',
    label: 'Opinion',
    options: [
      { value: 'conflict', label: 'Conflict' },
      { value: 'agrees', label: 'Agrees' },
    ],
  },
  {
    name: 'decision',
    label: 'Decision',
    options: [
      { value: 'open', label: 'Not decided' },
      { value: 'waiting', label: 'Waits for a second person' },
      { value: 'any', label: 'Decided' },
      { value: 'scan-right', label: 'Our scan is right' },
      { value: 'tool-right', label: 'The tool is right' },
    ],
  },
  { name: 'tool', label: 'Tool', hint: 'Its name' },
  { name: 'asset', label: 'Asset', hint: 'Name' },
  { name: 'product', label: 'Product', hint: 'As the tool names it' },
];
