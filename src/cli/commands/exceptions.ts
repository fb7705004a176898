import { countOf } from '#lib/format/numbers.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { dueDay, utcMinute } from '../output/moments.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, listOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Exceptions = Documents['exceptions'];
type Exception = Documents['exception'];

export const exceptions = defineCommand({
  summary: 'Exceptions, or one with its worksheet, what it covers and what happened to it',
  operands: '[ID]',
  maxOperands: 1,
  options: { ...listOptions, ...csvOption },
  notes: [
    `${filterNote('exceptions')} Sorts by requested, ends, title, status, findings.`,
    'Exceptions are asked for and decided in the browser, by different persons.',
  ],
  run: ({ context, options, operands: [id] }) => {
    const form = formOf(options);
    if (id === undefined) {
      const query = readQuery('exceptions', options);
      return printDocument(context, { name: 'exceptions', query, form, show: showExceptions });
    }
    const query = readQuery('exception', options, id);
    return printDocument(context, { name: 'exception', query, form, show: showException });
  },
});

function columns(zone: string): readonly TableColumn<Exceptions['rows'][number]>[] {
  return [
    { title: 'Exception', cell: (row) => row.id },
    { title: 'Title', cell: (row) => row.title },
    { title: 'Status', cell: (row) => row.status },
    { title: 'Rank', cell: (row) => row.rank },
    { title: 'Open', align: 'right', cell: (row) => row.open },
    { title: 'Overdue', align: 'right', cell: (row) => row.overdue },
    { title: 'Until', cell: (row) => row.until },
    { title: 'Days left', align: 'right', cell: (row) => row.daysLeft },
    { title: 'Asked by', cell: (row) => row.requestedBy ?? row.author },
    { title: 'Asked', cell: (row) => dueDay(row.requestedAt, zone) },
    { title: 'Waits', align: 'right', cell: (row) => row.daysWaiting },
    { title: 'Worksheet', cell: (row) => (row.worksheet ? 'yes' : 'no') },
  ];
}

function showExceptions({ rows, total, counts, zone, asOf, knownAt }: Exceptions): string {
  const facts = [
    countOf(total, 'exception'),
    `${counts.waiting} waiting`,
    `${counts.active} active`,
    `${counts.ending} ending within 30 days`,
    `${counts.overdueFindings} overdue but still suppressed`,
    `as of ${utcMinute(asOf)}, known at event ${knownAt}`,
  ];
  return `${renderTable(columns(zone), rows)}${facts.join(', ')}\n`;
}

function showException(document: Exception): string {
  const { exception, content, covers, required, history, hash, zone } = document;
  const sheet = Object.entries(content.worksheet).filter(([, text]) => text !== '');
  const facts = renderFacts([
    ['Exception', `${exception.id}, ${exception.title}`],
    ['Status', exception.status],
    ['Asked by', exception.requestedBy ?? `${exception.author}, draft`],
    [
      'Covers',
      `${countOf(covers.open, 'open finding')} on ${countOf(covers.assets, 'asset')}, ${covers.overdue} overdue`,
    ],
    ['Until', exception.until],
    ['Level', exception.level ?? required.level],
    ['Waits for', required.missing.map(({ names, remedy }) => remedy ?? names.join(', ')).join('; ') || null],
    ['Reason', content.reason],
    ['Risk', content.risk],
    ['Not patching because', content.rationale || null],
    ['Workaround', content.workaround || null],
    ...sheet.map(([field, text]) => [`Worksheet ${field}`, text] as const),
    ['Controls', content.controls.join(', ') || null],
    ['Evidence', content.evidence.map(({ name, sha256 }) => `${name} (${sha256})`).join(', ') || null],
    ['Renews', content.renews],
    ['Content', hash],
    ['As of', `${utcMinute(document.asOf)}, known at event ${document.knownAt}`],
  ]);
  const events = renderTable(
    [
      { title: 'Event', align: 'right', cell: (row) => row.seq },
      { title: 'Day', cell: (row) => dueDay(row.at, zone) },
      { title: 'What', cell: (row) => row.kind },
      { title: 'By', cell: (row) => row.person },
      { title: 'Reason', cell: (row) => row.reason },
    ],
    history,
  );
  return `${facts}\n${events}`;
}
