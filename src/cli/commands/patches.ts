import { effortWords, fixName, stepsLabel } from '#lib/format/fix-words.ts';
import { countOf } from '#lib/format/numbers.ts';
import { isAppError } from '#core/errors.ts';
import type { DocumentQuery } from '#lib/server/read-documents/document-input.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { dueDay, utcMinute } from '../output/moments.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, listOptions, readQuery } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Patches = Documents['patches'];
type Patch = Documents['patch'];
type Row = Patches['rows'][number];
type Finding = Patch['findings'][number];

export const patches = defineCommand({
  summary: 'Fixes that assets wait for, or one fix with its assets',
  operands: '[FIX]',
  maxOperands: 1,
  options: { ...listOptions, ...csvOption },
  notes: [
    `${filterNote('patches')} Sorts by place, rank, due, risk, effort, findings, assets, overdue, age, product.`,
    `FIX is an advisory such as DSA-5764-1, or a key such as security-update:openssl@3.0.19-1. ${filterNote('patch')}`,
  ],
  run: ({ context, options, operands: [id] }) => {
    const form = formOf(options);
    if (id === undefined) {
      const query = readQuery('patches', options);
      return printDocument(context, { name: 'patches', query, form, show: showPatches });
    }
    const query = readQuery('patch', options, id);
    return printDocument(context, { name: 'patch', query, form, show: showPatch }).catch((error: unknown) => {
      // An advisory that several products share: people get the list to choose from.
      if (!isAppError(error) || error.code !== 'FIX_AMBIGUOUS' || form !== 'text') throw error;
      const shared = { ...query, advisory: id };
      return printDocument(context, { name: 'patches', query: withoutId(shared), form, show: showPatches });
    });
  },
});

function withoutId({ id: _id, ...query }: DocumentQuery): DocumentQuery {
  return query;
}

function showPatches({ rows, total, findings, zone, asOf, knownAt }: Patches): string {
  const columns: readonly TableColumn<Row>[] = [
    { title: 'Place', align: 'right', cell: (row) => row.place },
    { title: 'Fix', cell: fixName },
    { title: 'Rank', cell: (row) => (row.ranked ? row.rank : 'not ranked') },
    { title: 'Findings', align: 'right', cell: (row) => row.findings },
    { title: 'Assets', align: 'right', cell: (row) => row.assets },
    { title: 'Internet', align: 'right', cell: (row) => row.exposed },
    { title: 'Overdue', align: 'right', cell: (row) => row.overdue },
    { title: 'First due', cell: (row) => dueDay(row.due, zone) },
    { title: 'Risk', align: 'right', cell: (row) => row.risk },
    { title: 'Effort', cell: (row) => effortWords(row.effort) },
    { title: 'Exploited since', cell: (row) => row.knownExploited },
    { title: 'Key', cell: (row) => row.fix },
  ];
  const when = `as of ${utcMinute(asOf)}, known at event ${knownAt}`;
  return `${renderTable(columns, rows)}${countOf(total, 'fix', 'fixes')} ${total === 1 ? 'closes' : 'close'} ${countOf(findings, 'finding')} ${when}\n`;
}

function showPatch({ patch, findings, total, zone, asOf, knownAt }: Patch): string {
  const facts = renderFacts([
    ['Fix', fixName(patch)],
    ['Key', patch.fix],
    ['Title', patch.title],
    ['Supersedes', patch.supersedes.join(', ')],
    [stepsLabel(patch.fix), patch.steps],
    ['CVEs', patch.cves.join(', ')],
    ['Severity by vendor', patch.severity],
    ['Released', patch.released],
    ['Known to us since', utcMinute(patch.knownSince)],
    ['Systems', patch.releases.join(', ')],
    ['Place in the queue', patch.place === null ? null : `${patch.place}, removes risk ${patch.risk}`],
    ['Effort', effortWords(patch.effort)],
    ['Missing since', utcMinute(patch.oldest)],
    ['Known exploited since', patch.knownExploited],
    ['Desirability', ratingWords(patch)],
    ['Issue', patch.research?.issue ?? null],
    ['Effects', patch.research?.effects.join('; ') ?? null],
    ['Researched by', signedWords(patch.research)],
    ['Sources', patch.research?.sources.join('; ') ?? null],
    [
      'Open on',
      `${countOf(patch.assets, 'asset')}, ${countOf(patch.findings, 'finding')}, ${patch.overdue} overdue`,
    ],
    ['Done', countOf(patch.closed, 'finding')],
    ['As of', `${utcMinute(asOf)}, known at event ${knownAt}`],
  ]);
  const columns: readonly TableColumn<Finding>[] = [
    { title: 'Asset', cell: (row) => row.asset },
    { title: 'Verdict', cell: (row) => row.verdict },
    { title: 'Installed', cell: (row) => row.packages[0]?.installed ?? null },
    { title: 'Owner', cell: (row) => row.owner },
    { title: 'Due', cell: (row) => `${dueDay(row.due, zone) ?? '–'}${row.overdue ? ' overdue' : ''}` },
    { title: 'Verified', cell: (row) => utcMinute(row.verifiedAt) },
  ];
  return `${facts}\n${renderTable(columns, findings)}${countOf(total, 'finding')}\n`;
}

function ratingWords({ rating, isRatingOlder }: Patch['patch']): string {
  if (rating === null) return 'not rated';
  const basis = [rating.basis, rating.reference].filter(Boolean).join(' ');
  const older = isRatingOlder ? ', older than the research' : '';
  return `${rating.rating}: ${rating.reason} (${basis}, ${signedWords(rating)}${older})`;
}

function signedWords(record: { readonly author: string; readonly at: string } | null): string | null {
  return record === null ? null : `${record.author}, ${utcMinute(record.at)}`;
}
