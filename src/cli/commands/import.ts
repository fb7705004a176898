import { basename } from 'node:path';
import { importers } from '#scanners/importers/index.ts';
import { countOf } from '#lib/format/numbers.ts';
import { MAX_UPLOAD_BYTES } from '#lib/server/http/judge-body.ts';
import type { ImportReceipt } from '#lib/server/imports/import-file.ts';
import { defineCommand } from '../command.ts';
import { printJson } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import { readLimitedFile } from '../read-limited-file.ts';
import { withSource } from '../source/with-source.ts';

const LIMIT = { maxBytes: MAX_UPLOAD_BYTES, remedy: 'Give the envelope of one host.' };
const formats = Object.entries(importers).map(([name, { title }]) => `${name}: ${title}`);

export const importCommand = defineCommand({
  summary: 'Take in scan results, inventories and advisories from files',
  operands: 'FILE…',
  minOperands: 1,
  maxOperands: Number.POSITIVE_INFINITY,
  options: {
    format: {
      type: 'string',
      value: 'NAME',
      summary: 'the format, when it is not to be told from the content',
    },
    'dry-run': { type: 'boolean', summary: 'check the files and keep nothing' },
  },
  notes: [
    `Formats: ${formats.join('; ')}.`,
    'A file that came before gets its first receipt and changes nothing.',
  ],
  run: async ({ context, options, operands }) => {
    const mode = options['dry-run'] ? 'dry-run' : 'keep';
    const format = options.format ?? null;
    const files: ImportReceipt[] = [];
    await withSource(context, async (source) => {
      for (const path of operands) {
        const bytes = await readLimitedFile(path, LIMIT);
        files.push(await source.importFile({ bytes, fileName: basename(path), format, mode }));
      }
    });
    if (options.json) printJson(context.stdout, { dryRun: options['dry-run'], files });
    else context.stdout.write(renderTable(columns, files.flatMap(linesOf)));
    return 0;
  },
});

interface ImportLine {
  readonly file: string;
  readonly format: string;
  readonly holds: string;
  readonly outcome: string | null;
  readonly result: string;
  readonly kept: string | null;
}

/** One line for each scan of a file, one in all for what a vendor published. */
function linesOf({ file, format, result, receipt, scans }: ImportReceipt): ImportLine[] {
  if (receipt?.format === 'advisories-json') {
    const holds = `${countOf(receipt.advisories, 'advisory', 'advisories')}, ${countOf(receipt.fixes, 'fix', 'fixes')}`;
    return [{ file, format, holds, outcome: null, result, kept: `event ${receipt.seq}` }];
  }
  if (scans.length === 0) return [{ file, format, holds: 'advisories', outcome: null, result, kept: null }];
  return scans.map((scan) => ({
    file,
    format,
    holds: scan.host,
    outcome: scan.outcome,
    result: scan.result,
    kept: scan.receipt?.scanId ?? null,
  }));
}

const columns = [
  { title: 'File', cell: (row: ImportLine) => row.file },
  { title: 'Format', cell: (row: ImportLine) => row.format },
  { title: 'Host', cell: (row: ImportLine) => row.holds },
  { title: 'Outcome', cell: (row: ImportLine) => row.outcome },
  { title: 'Result', cell: (row: ImportLine) => row.result },
  { title: 'Scan', cell: (row: ImportLine) => row.kept },
];
