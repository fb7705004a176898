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

/** Classes of a column's cells. The outermost columns that a width leaves over keep the padding of the edge. */
export function columnClass(column: Column, columns: readonly Column[] = []): string {
  const tablet = columns.filter(({ desktopOnly }) => !desktopOnly);
  const phone = tablet.filter(({ wideOnly }) => !wideOnly);
  const parts = ['px-2 first:pl-4 last:pr-4'];
  if (column === tablet[0]) parts.push('max-lg:pl-4');
  if (column === tablet.at(-1)) parts.push('max-lg:pr-4');
  if (column === phone[0]) parts.push('max-sm:pl-4');
  if (column === phone.at(-1)) parts.push('max-sm:pr-4');
  if (column.align === 'right') parts.push('text-right num');
  if (column.wideOnly) parts.push('max-sm:hidden');
  if (column.desktopOnly) parts.push('max-lg:hidden');
  return parts.join(' ');
}
