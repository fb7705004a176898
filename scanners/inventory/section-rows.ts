import type { InventoryPackage, InventoryUpdate } from './inventory-document.ts';

/**
 * The lists of an inventory as lines of tab-separated fields, so that a page can show the line that decides,
 * and an unchanged list has the same bytes. No field holds a control character.
 */
const TAB = '\t';

export function packageLines(packages: readonly InventoryPackage[]): string {
  return lines(
    packages.map(({ name, arch, version, source, sourceVersion, held, installedAt }) => [
      name,
      arch,
      version,
      source ?? name,
      sourceVersion ?? version,
      held ? 'held' : '',
      installedAt ?? '',
    ]),
  );
}

export function updateLines(updates: readonly InventoryUpdate[]): string {
  return lines(updates.map(({ name, arch, version, source }) => [name, arch, version, source]));
}

function lines(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.join(TAB)}\n`).join('');
}

/** One row of a section with its line, counted from 1. */
export interface SectionRow {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * The rows of a section, and the lines that do not have `width` fields (or lack the name, architecture or version
 * that every row begins with).
 */
export function readRows(text: string, width: number): { rows: SectionRow[]; unreadable: number[] } {
  const rows: SectionRow[] = [];
  const unreadable: number[] = [];
  text.split('\n').forEach((content, index) => {
    if (content === '') return;
    const fields = content.split(TAB);
    const isWhole = fields.length === width && fields.slice(0, 3).every((field) => field !== '');
    if (isWhole) rows.push({ line: index + 1, fields });
    else unreadable.push(index + 1);
  });
  return { rows, unreadable };
}
