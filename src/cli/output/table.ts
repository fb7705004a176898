import { visibleLines, visibleText } from './visible-text.ts';

export interface TableColumn<Row> {
  readonly title: string;
  readonly align?: 'right';
  readonly cell: (row: Row) => string | number | null;
}

/** A table for people: columns as wide as their longest cell, an absent value as a dash. */
export function renderTable<Row>(columns: readonly TableColumn<Row>[], rows: readonly Row[]): string {
  const cells = rows.map((row) => columns.map(({ cell }) => cellText(cell(row))));
  const widths = columns.map(({ title }, index) =>
    cells.reduce((width, line) => Math.max(width, [...(line[index] ?? '')].length), title.length),
  );
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) => pad(text, widths[index] ?? 0, columns[index]?.align))
      .join('  ')
      .trimEnd();
  return [line(columns.map(({ title }) => title)), ...cells.map(line)].join('\n') + '\n';
}

/** Labels and values, one a line, aligned. */
export function renderFacts(facts: readonly (readonly [string, string | number | null])[]): string {
  const width = Math.max(0, ...facts.map(([label]) => label.length));
  return (
    facts
      .map(([label, value]) => `${label.padEnd(width)}  ${factText(value, width + 2)}`.trimEnd())
      .join('\n') + '\n'
  );
}

function factText(value: string | number | null, indent: number): string {
  return typeof value === 'string' && value.includes('\n') ? visibleLines(value, indent) : cellText(value);
}

function cellText(value: string | number | null): string {
  return value === null || value === '' ? '–' : visibleText(String(value));
}

function pad(text: string, width: number, align: 'right' | undefined): string {
  const gap = ' '.repeat(Math.max(0, width - [...text].length));
  return align === 'right' ? gap + text : text + gap;
}
