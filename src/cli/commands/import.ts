import { basename } from 'node:path';
import { importers } from '#scanners/importers/index.ts';
import { reportImporters } from '#scanners/importers/reports.ts';
import { countOf, formatCount } from '#lib/format/numbers.ts';
import type { ImportReceipt } from '#lib/server/imports/import-file.ts';
import { defineCommand } from '../command.ts';
import { printJson } from '../output/print.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import { refuseUnreadable } from '../read-limited-file.ts';
import type { DataSource } from '../source/data-source.ts';
import { withSource } from '../source/with-source.ts';

/** A report of a million results is taken in within 1 GiB, of which the warehouse's engine has this much. */
const WAREHOUSE_MEMORY = '300MB';
const formats = Object.entries(importers).map(([name, { title }]) => `${name}: ${title}`);

export const importCommand = defineCommand({
  summary: 'Take in scan results, inventories, advisories, feeds and reports of other scanners from files',
  operands: 'FILE…',
  minOperands: 1,
  maxOperands: Number.POSITIVE_INFINITY,
  options: {
    format: {
      type: 'string',
      value: 'NAME',
      summary: 'the format, when it is not to be told from the content',
    },
    zone: {
      type: 'string',
      value: 'ZONE',
      summary: 'zone of times in a report that name none, such as Europe/Berlin; else the policy’s',
    },
    'dry-run': { type: 'boolean', summary: 'check the files and keep nothing' },
  },
  notes: [
    `Formats: ${formats.join('; ')}.`,
    `Reports of other scanners: ${Object.keys(reportImporters).join(', ')}; "reports check --help" says more of them.`,
    'Files of feeds ("feeds list") and CSV files with a saved mapping (mapping:NAME) are taken too.',
    'A file that came before gets its first receipt and changes nothing.',
  ],
  run: async ({ context, options, operands }) => {
    const mode = options['dry-run'] ? 'dry-run' : 'keep';
    const { format = null, zone = null } = options;
    const files: ImportReceipt[] = [];
    operands.forEach(refuseUnreadable);
    const importAll = async (source: DataSource) => {
      for (const path of operands) {
        files.push(await source.importFile({ content: path, fileName: basename(path), format, zone, mode }));
      }
    };
    await withSource(context, importAll, { warehouseMemory: WAREHOUSE_MEMORY });
    if (options.json) printJson(context.stdout, { dryRun: options['dry-run'], files });
    else {
      context.stdout.write(renderTable(columns, files.flatMap(linesOf)));
      for (const file of files) context.stdout.write(reportFacts(file));
    }
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

/** One line for each scan of a file, one in all for what a vendor published or another tool reports. */
function linesOf({ file, format, result, receipt, scans, report, feed }: ImportReceipt): ImportLine[] {
  const about = { file, format, outcome: null, result };
  if (report) {
    const holds = `${countOf(report.hosts, 'host', 'hosts')}, ${countOf(report.flaws, 'result', 'results')}`;
    return [{ ...about, holds, kept: receipt && 'seq' in receipt ? `event ${receipt.seq}` : null }];
  }
  if (feed) {
    const kept = feed.seq === null ? null : `event ${feed.seq}`;
    return [{ ...about, holds: countOf(feed.records, 'record', 'records'), kept }];
  }
  if (receipt && 'advisories' in receipt) {
    const holds = `${countOf(receipt.advisories, 'advisory', 'advisories')}, ${countOf(receipt.fixes, 'fix', 'fixes')}`;
    return [{ ...about, holds, kept: `event ${receipt.seq}` }];
  }
  if (scans.length === 0) return [{ ...about, holds: 'advisories', kept: null }];
  return scans.map((scan) => ({
    file,
    format,
    holds: scan.host,
    outcome: scan.outcome,
    result: scan.result,
    kept: scan.receipt?.scanId ?? null,
  }));
}

/** What became of a report's records: nothing in the file vanishes uncounted. */
function reportFacts({ receipt, report }: ImportReceipt): string {
  if (!report || !receipt || !('findings' in receipt)) return '';
  const { records, flaws, findings, unchanged, reopened, closed, skipped, packages } = receipt;
  return `\n${renderFacts([
    ['Records', formatCount(records)],
    ['  behind findings', formatCount(flaws)],
    ...skipped.map(({ reason, n }) => ['  left out', `${formatCount(n)}: ${reason}`] as const),
    ['Findings', formatCount(findings)],
    ['  new', formatCount(receipt.new)],
    ['  unchanged', formatCount(unchanged)],
    ['  reopened', formatCount(reopened)],
    ['Closed', formatCount(closed)],
    ...(packages === null ? [] : [['Packages', formatCount(packages)] as const]),
  ])}`;
}

const columns = [
  { title: 'File', cell: (row: ImportLine) => row.file },
  { title: 'Format', cell: (row: ImportLine) => row.format },
  { title: 'Holds', cell: (row: ImportLine) => row.holds },
  { title: 'Outcome', cell: (row: ImportLine) => row.outcome },
  { title: 'Result', cell: (row: ImportLine) => row.result },
  { title: 'Kept', cell: (row: ImportLine) => row.kept },
];
