/** One column of a DataTable. */
export interface Column {
  readonly key: string;
  readonly label: string;
  /** Numbers right, text and dates left. */
  readonly align?: 'right';
  /** Name of the sort order the list understands. */
  readonly sort?: string;
  /** Left out on a phone; its content then belongs into the second line of another cell. */
  readonly wideOnly?: boolean;
  /** Left out below 1024 px. */
  readonly desktopOnly?: boolean;
}

export function columnClass(column: Column): string {
  const parts = ['px-2 first:pl-4 last:pr-4'];
  if (column.align === 'right') parts.push('text-right num');
  if (column.wideOnly) parts.push('max-sm:hidden');
  if (column.desktopOnly) parts.push('max-lg:hidden');
  return parts.join(' ');
}
