import { countOf } from '#lib/format/numbers.ts';
import { ruleWords } from '#lib/format/rule-words.ts';
import type { Documents } from '#lib/server/read-documents/index.ts';
import { defineCommand } from '../command.ts';
import { utcMinute } from '../output/moments.ts';
import { renderTable } from '../output/table.ts';
import type { TableColumn } from '../output/table.ts';
import { csvOption, filterNote, listOptions, readQuery, viewOptions } from '../read-options.ts';
import { formOf, printDocument } from './read-command.ts';

type Groups = Documents['groups'];

const columns: readonly TableColumn<Groups['rows'][number]>[] = [
  { title: 'Group', cell: (row) => row.group },
  { title: 'Name', cell: (row) => row.name },
  { title: 'Rule', cell: (row) => (row.group === null ? 'in no group' : ruleWords(row.rule)) },
  { title: 'Assets', align: 'right', cell: (row) => row.assets },
  { title: 'Not scanned', align: 'right', cell: (row) => row.notScanned },
  { title: 'Open', align: 'right', cell: (row) => row.open },
  { title: 'Overdue', align: 'right', cell: (row) => row.overdue },
];

export const groups = defineCommand({
  summary: 'Asset groups in the order their rules are tried, with their assets',
  options: { ...viewOptions, filter: listOptions.filter, ...csvOption },
  notes: [filterNote('groups')],
  run: ({ context, options }) =>
    printDocument(context, {
      name: 'groups',
      query: readQuery('groups', options),
      form: formOf(options),
      show: ({ rows, total, asOf, knownAt }) =>
        `${renderTable(columns, rows)}${countOf(total, 'group')} as of ${utcMinute(asOf)}, known at event ${knownAt}\n`,
    }),
});
