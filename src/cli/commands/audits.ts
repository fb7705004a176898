import { countOf } from '#lib/format/numbers.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { showRedraw, showSample, showSamples } from '../output/audit-samples.ts';
import { dueDay, utcMinute } from '../output/moments.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, listOptions, readQuery } from '../read-options.ts';
import { usageError } from '../usage-error.ts';
import { formOf, printDocument } from './read-command.ts';

type Requests = Documents['audit-requests'];
type Request = Documents['audit-request'];

export const audits = defineCommand({
  summary: 'Requests of auditors with what waits; samples; comments; or one of them',
  operands: '[requests | samples | comments | ID]',
  maxOperands: 1,
  options: { ...listOptions, ...csvOption },
  notes: [
    `Requests: ${filterNote('audit-requests')} Sorts by due, title, status, asked.`,
    `Samples: ${filterNote('audit-samples')} Sorts by drawn, title. One sample says how it is drawn again.`,
    `Comments: ${filterNote('audit-comments')}`,
    'What auditors ask, say and draw is written in the browser.',
  ],
  run: ({ context, options, operands: [name = 'requests'] }) => {
    const form = formOf(options);
    if (name === 'requests') {
      const query = readQuery('audit-requests', options);
      return printDocument(context, { name: 'audit-requests', query, form, show: showRequests });
    }
    if (name === 'samples') {
      const query = readQuery('audit-samples', options);
      return printDocument(context, { name: 'audit-samples', query, form, show: showSamples });
    }
    if (name === 'comments') {
      const query = readQuery('audit-comments', options);
      return printDocument(context, { name: 'audit-comments', query, form, show: showComments });
    }
    if (name.startsWith('AS-')) {
      const query = readQuery('audit-sample', options, name);
      return printDocument(context, { name: 'audit-sample', query, form, show: showSample });
    }
    const query = readQuery('audit-request', options, name);
    return printDocument(context, { name: 'audit-request', query, form, show: showRequest });
  },
});

export const auditsRedraw = defineCommand({
  summary: 'Draw a sample again from the same population and compare',
  operands: 'SAMPLE',
  maxOperands: 1,
  options: listOptions,
  run: ({ context, options, operands: [name] }) => {
    if (name === undefined) throw usageError('No sample is named.', 'Give its id, such as AS-0123.');
    const query = readQuery('audit-redraw', options, name);
    return printDocument(context, { name: 'audit-redraw', query, form: formOf(options), show: showRedraw });
  },
});

function showRequests({ rows, counts, zone, asOf, knownAt }: Requests): string {
  const columns: readonly TableColumn<Requests['rows'][number]>[] = [
    { title: 'Request', cell: (row) => row.id },
    { title: 'Title', cell: (row) => row.title },
    { title: 'Requirement', cell: (row) => row.requirement },
    { title: 'Status', cell: (row) => row.status },
    { title: 'Asked by', cell: (row) => row.auditor },
    { title: 'Unit', cell: (row) => row.unit ?? 'several' },
    { title: 'Answer by', cell: (row) => row.due },
    { title: 'Days left', align: 'right', cell: (row) => row.daysLeft },
  ];
  const facts = [
    countOf(counts.requests, 'request'),
    `${counts.waiting} waiting`,
    `${counts.overdue} overdue`,
    ...(counts.oldestWaiting === null
      ? []
      : [`the oldest waits since ${dueDay(counts.oldestWaiting, zone)}`]),
    `as of ${utcMinute(asOf)}, known at event ${knownAt}`,
  ];
  return `${renderTable(columns, rows)}${facts.join(', ')}\n`;
}

function showRequest({ request, history, standing, zone, asOf, knownAt }: Request): string {
  const facts = renderFacts([
    ['Request', `${request.id}, ${request.title}`],
    ['Asks for', request.text],
    ['Requirement', request.requirement || null],
    ['About', request.about ? `${request.about.label} (${request.about.path})` : null],
    ['Status', request.overdue ? `${request.status}, overdue` : request.status],
    ['Answer by', request.due],
    ['Audit', request.engagementName],
    ['Asked by', request.auditor],
    ['Waits for', standing.waitsFor.join(', ') || null],
    ['As of', `${utcMinute(asOf)}, known at event ${knownAt}`],
  ]);
  const events = renderTable(
    [
      { title: 'Event', align: 'right', cell: (row) => row.seq },
      { title: 'Day', cell: (row) => dueDay(row.at, zone) },
      { title: 'What', cell: (row) => row.kind },
      { title: 'By', cell: (row) => row.person },
      { title: 'Text', cell: (row) => (row.kind === 'asked' ? null : row.text) },
      { title: 'Files', cell: (row) => row.evidence.map(({ sha256 }) => sha256).join(', ') || null },
    ],
    history,
  );
  return `${facts}\n${events}`;
}

function showComments({ rows, total, zone, asOf, knownAt }: Documents['audit-comments']): string {
  const columns: readonly TableColumn<(typeof rows)[number]>[] = [
    { title: 'Comment', cell: (row) => row.id },
    { title: 'About', cell: (row) => row.about.label },
    { title: 'Text', cell: (row) => row.text },
    { title: 'By', cell: (row) => row.auditor },
    { title: 'Day', cell: (row) => dueDay(row.madeAt, zone) },
    { title: 'Taken back', cell: (row) => row.takenBackWhy },
  ];
  const facts = `${countOf(total, 'comment')}, as of ${utcMinute(asOf)}, known at event ${knownAt}`;
  return `${renderTable(columns, rows)}${facts}\n`;
}
