import type { Column } from '#lib/components/table.ts';

export const columns: readonly Column[] = [
  { key: 'asset', label: 'Asset and product' },
  { key: 'scope', label: 'Scope', desktopOnly: true },
  { key: 'rank', label: 'Rank', wideOnly: true },
  { key: 'installed', label: 'Installed', desktopOnly: true },
  { key: 'due', label: 'Due' },
  { key: 'scan', label: 'Last scan', wideOnly: true },
];
