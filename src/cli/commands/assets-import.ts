import type { ImportedDecisions } from '#lib/server/inventory/import-decisions.ts';
import { attributeNames, decidedWord } from '#lib/format/asset-words.ts';
import { countOf } from '#lib/format/numbers.ts';
import { defineCommand } from '../command.ts';
import type { ExitCode } from '../command.ts';
import { printJson, printText } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import { readLimitedFile } from '../read-limited-file.ts';
import { withExistingSource } from '../source/with-source.ts';

const LIMIT = { maxBytes: 5 * 1024 * 1024, remedy: 'Part it into several files.' };

export const assetsImport = defineCommand({
  summary: 'Set facts of assets (owner, unit, scope …) from a CSV file, all rows or none',
  operands: 'FILE',
  minOperands: 1,
  options: { 'dry-run': { type: 'boolean', summary: 'say what would change and keep nothing' } },
  notes: [
    'Columns: name or id; unit, owner, criticality, environment, exposure, scope, status; effectiveFrom.',
    'An empty cell leaves a fact as it is, a hyphen withdraws it. Exit code 2 while a row has a problem.',
  ],
  run: async ({ context, options, operands: [path = ''] }): Promise<ExitCode> => {
    const bytes = await readLimitedFile(path, LIMIT);
    const mode = options['dry-run'] ? 'dry-run' : 'keep';
    return withExistingSource(context, async (source) => {
      const result = await source.importDecisions({ bytes, mode });
      if (options.json) printJson(context.stdout, result);
      else printText(context.stdout, describe(result));
      return result.problemCount > 0 ? 2 : 0;
    });
  },
});

function describe({ rows, assets, problemCount, problems, preview, receipt }: ImportedDecisions): string {
  if (problemCount > 0) {
    const table = renderTable(problemColumns, problems);
    return `${table}${countOf(problemCount, 'problem')} in ${countOf(rows, 'row')}; nothing was kept`;
  }
  if (receipt)
    return `${countOf(rows, 'row')} about ${countOf(assets, 'asset')} kept as events ${receipt.firstSeq} to ${receipt.seq}`;
  return `${renderTable(changeColumns, preview?.changes ?? [])}${countOf(rows, 'row')} about ${countOf(assets, 'asset')}, nothing kept`;
}

type Problem = ImportedDecisions['problems'][number];
type Change = NonNullable<ImportedDecisions['preview']>['changes'][number];

const problemColumns = [
  { title: 'Row', align: 'right' as const, cell: (row: Problem) => row.row },
  { title: 'Column', cell: (row: Problem) => row.column },
  { title: 'Code', cell: (row: Problem) => row.code },
  { title: 'What is wrong', cell: (row: Problem) => `${row.message} ${row.remedy}` },
];

const changeColumns = [
  { title: 'Fact', cell: (row: Change) => attributeNames[row.attribute] },
  { title: 'Was', cell: (row: Change) => decidedWord(row.attribute, row.from) },
  { title: 'Becomes', cell: (row: Change) => decidedWord(row.attribute, row.to) },
  { title: 'Assets', align: 'right' as const, cell: (row: Change) => row.assets },
];
