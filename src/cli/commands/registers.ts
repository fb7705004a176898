import { countOf } from '#lib/format/numbers.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { dueDay, utcMinute } from '../output/moments.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, listOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Registers = Documents['registers'];
type Entries = Documents['register-entries'];
type Entry = Documents['register-entry'];
type SupportEnds = Documents['support-ends'];

export const registers = defineCommand({
  summary: 'Registers with what is due; entries of one or of all; or one entry with its history',
  operands: '[REGISTER | all | ENTRY | support-ends]',
  maxOperands: 1,
  options: { ...listOptions, ...csvOption },
  notes: [
    `Entries: ${filterNote('register-entries')} Sorts by due, title, status, recorded.`,
    'support-ends: releases in use that lose their fixes within a year, with the entry about each.',
    'Entries are written, reviewed and approved in the browser.',
  ],
  run: ({ context, options, operands: [name] }) => {
    const form = formOf(options);
    if (name === undefined && form !== 'csv') {
      const query = readQuery('registers', options);
      return printDocument(context, { name: 'registers', query, form, show: showRegisters });
    }
    if (name === 'support-ends') {
      const query = readQuery('support-ends', options);
      return printDocument(context, { name: 'support-ends', query, form, show: showSupportEnds });
    }
    if (name !== undefined && /^RG-\d+$/.test(name)) {
      const query = readQuery('register-entry', options, name);
      return printDocument(context, { name: 'register-entry', query, form, show: showEntry });
    }
    const of: Record<string, string> = name === undefined || name === 'all' ? {} : { register: name };
    const query = { ...readQuery('register-entries', options), ...of };
    return printDocument(context, { name: 'register-entries', query, form, show: showEntries });
  },
});

function showRegisters({ rows, counts, zone, asOf, knownAt }: Registers): string {
  const columns: readonly TableColumn<Registers['rows'][number]>[] = [
    { title: 'Register', cell: (row) => row.register },
    { title: 'Source', cell: (row) => row.source },
    { title: 'Every', cell: (row) => row.interval },
    { title: 'Entries', align: 'right', cell: (row) => row.entries },
    { title: 'Overdue', align: 'right', cell: (row) => row.overdue },
    { title: 'Waiting', align: 'right', cell: (row) => row.waiting },
    { title: 'Next by', cell: (row) => dueDay(row.due, zone) },
  ];
  const facts = [
    countOf(counts.overdue, 'overdue review'),
    `${counts.soon} due within 30 days`,
    `${counts.waiting} waiting for approval`,
    `as of ${utcMinute(asOf)}, known at event ${knownAt}`,
  ];
  return `${renderTable(columns, rows)}${facts.join(', ')}\n`;
}

function showEntries({ rows, total, counts, zone, asOf, knownAt }: Entries): string {
  const columns: readonly TableColumn<Entries['rows'][number]>[] = [
    { title: 'Entry', cell: (row) => row.id },
    { title: 'Register', cell: (row) => row.register },
    { title: 'Title', cell: (row) => row.title },
    { title: 'Status', cell: (row) => row.status },
    { title: 'Owner', cell: (row) => row.owner },
    { title: 'Unit', cell: (row) => row.unit },
    { title: 'Next by', cell: (row) => dueDay(row.due, zone) },
    { title: 'Days left', align: 'right', cell: (row) => row.daysLeft },
    { title: 'Approved by', cell: (row) => row.approvedBy },
    { title: 'Files', align: 'right', cell: (row) => row.evidence },
  ];
  const facts = [
    countOf(total, 'entry', 'entries'),
    `${counts.overdue} overdue`,
    `as of ${utcMinute(asOf)}, known at event ${knownAt}`,
  ];
  return `${renderTable(columns, rows)}${facts.join(', ')}\n`;
}

function showSupportEnds({ rows, fed, open, asOf, knownAt }: SupportEnds): string {
  const columns: readonly TableColumn<SupportEnds['rows'][number]>[] = [
    { title: 'Release', cell: (row) => row.technology },
    { title: 'Fixes end on', cell: (row) => row.ends ?? 'over' },
    { title: 'Extension until', cell: (row) => row.extendedUntil },
    { title: 'Assets', align: 'right', cell: (row) => row.assets },
    { title: 'Edition not told', align: 'right', cell: (row) => row.unsure || null },
    { title: 'Units', cell: (row) => row.units.map(({ name }) => name).join(', ') },
    { title: 'Entry', cell: (row) => row.entry },
  ];
  const when = `as of ${utcMinute(asOf)}, known at event ${knownAt}`;
  if (!fed) return `Not known: no feed on releases was taken in (endoflife), ${when}\n`;
  return `${renderTable(columns, rows)}${countOf(rows.length, 'release')}, ${open} without an entry, ${when}\n`;
}

function showEntry(document: Entry): string {
  const { entry, register, fields, content, history, hash, zone, standing } = document;
  const facts = renderFacts([
    ['Entry', `${entry.id}, ${entry.title}`],
    ['Register', `${register.title} (${register.source})`],
    ['Status', entry.overdue ? `${entry.status}, overdue` : entry.status],
    ['Next by', dueDay(entry.due, zone)],
    ['Owner', entry.owner],
    ['Unit', entry.unit],
    ['Approved by', entry.approvedBy],
    ['Waits for', standing.remedy ?? (standing.waitsFor.join(', ') || null)],
    ...fields.map(({ label, shown }) => [label, shown || null] as const),
    ['Evidence', content.evidence.map(({ name, sha256 }) => `${name} (${sha256})`).join(', ') || null],
    ['Content', hash],
    ['As of', `${utcMinute(document.asOf)}, known at event ${document.knownAt}`],
  ]);
  const events = renderTable(
    [
      { title: 'Event', align: 'right', cell: (row) => row.seq },
      { title: 'Day', cell: (row) => dueDay(row.at, zone) },
      { title: 'What', cell: (row) => row.result ?? row.kind },
      { title: 'By', cell: (row) => row.person },
      { title: 'Reason', cell: (row) => row.reason },
    ],
    history,
  );
  return `${facts}\n${events}`;
}
