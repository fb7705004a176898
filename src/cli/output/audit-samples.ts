import { countOf } from '#lib/format/numbers.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { utcMinute } from './moments.ts';
import { renderFacts, renderTable } from './table.ts';
import type { TableColumn } from './table.ts';

type Samples = Documents['audit-samples'];
type Sample = Documents['audit-sample'];
type Redraw = Documents['audit-redraw'];

/** Samples as a table. */
export function showSamples({ rows, total, asOf, knownAt }: Samples): string {
  const columns: readonly TableColumn<Samples['rows'][number]>[] = [
    { title: 'Sample', cell: (row) => row.id },
    { title: 'Title', cell: (row) => row.title },
    { title: 'Drawn from', cell: (row) => row.population },
    { title: 'Sampled', align: 'right', cell: (row) => row.size },
    { title: 'Of', align: 'right', cell: (row) => row.populationSize },
    { title: 'Looked at', align: 'right', cell: (row) => row.judged },
    { title: 'Exceptions', align: 'right', cell: (row) => row.exceptions },
    { title: 'Drawn by', cell: (row) => row.auditor },
  ];
  const facts = `${countOf(total, 'sample')}, as of ${utcMinute(asOf)}, known at event ${knownAt}`;
  return `${renderTable(columns, rows)}${facts}\n`;
}

/** One sample with its items, and how to draw it again. */
export function showSample({ sample, items }: Sample): string {
  const filters = Object.entries(sample.filters).map(([name, value]) => `${name}=${value}`);
  const facts = renderFacts([
    ['Sample', `${sample.id}, ${sample.title}`],
    ['Requirement', sample.requirement || null],
    ['Audit', sample.engagementName],
    ['Drawn by', `${sample.auditor}, ${utcMinute(sample.drawnAt)}`],
    ['Drawn from', `${sample.population} of ${sample.units.join(', ')}`],
    ['Narrowed by', filters.join(' ') || null],
    ['As of', `${sample.asOf}, known at event ${sample.knownAt}`],
    ['Population', `${sample.populationSize}, SHA-256 of the sorted ids ${sample.digest}`],
    ['Seed', `${sample.seed} (${sample.seedDrawn ? 'drawn' : 'given'})`],
    ['Method', sample.method],
    ['Draw it again', `patchproof audits redraw ${sample.id}, or as docs/guide/audits.md says`],
  ]);
  const table = renderTable(
    [
      { title: 'No.', align: 'right', cell: (row) => row.position },
      { title: 'Id', cell: (row) => row.id },
      { title: 'Item', cell: (row) => row.label },
      { title: 'Detail', cell: (row) => row.detail },
      { title: 'Result', cell: (row) => row.result },
      { title: 'Note', cell: (row) => row.note || null },
    ],
    items,
  );
  return `${facts}\n${table}`;
}

/** Whether it came out the same, and what came out. */
export function showRedraw({ id, same, drawn, again }: Redraw): string {
  const facts = renderFacts([
    ['Sample', id],
    ['Same', same ? 'yes: the same population, the same items' : 'no'],
    ['Population then', `${drawn.populationSize}, ${drawn.digest}`],
    ['Population now', `${again.populationSize}, ${again.digest}`],
  ]);
  return `${facts}\n${again.items.map((item, at) => `${at + 1}  ${item}\n`).join('')}`;
}
