import { basename } from 'node:path';
import { isAppError, publicFailure } from '#core/errors.ts';
import type { AppError } from '#core/errors.ts';
import { isReportHolds, reportHoldings } from '#scanners/importers/held-hosts.ts';
import type { ReportHolds } from '#scanners/importers/held-hosts.ts';
import { importers } from '#scanners/importers/index.ts';
import { reportImporters } from '#scanners/importers/reports.ts';
import { countOf, formatCount } from '#lib/format/numbers.ts';
import { flagWords, holdsWords } from '#lib/components/imports/import-words.ts';
import type { ImportReceipt } from '#lib/server/imports/import-file.ts';
import { defineCommand } from '../command.ts';
import { printJson } from '../output/print.ts';
import { reportError } from '../output/report-error.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import { visibleText } from '../output/visible-text.ts';
import { refuseUnreadable } from '../read-limited-file.ts';
import type { DataSource } from '../source/data-source.ts';
import { withSource } from '../source/with-source.ts';
import { usageError } from '../usage-error.ts';

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
    holds: {
      type: 'string',
      value: 'WHAT',
      summary:
        'what a report holds of what the tool found: "selection" closes nothing, "everything" closes what is missing; else as the file says',
    },
    'dry-run': { type: 'boolean', summary: 'check the files and keep nothing' },
  },
  notes: [
    `Formats: ${formats.join('; ')}.`,
    `Reports of other scanners: ${Object.keys(reportImporters).join(', ')}; "reports check --help" says more of them.`,
    'Files of feeds ("feeds list") and CSV files with a saved mapping (mapping:NAME) are taken too.',
    'A file that came before gets the receipt it got then and changes nothing, unless --holds says otherwise than then.',
    'Of several files each stands alone: one that is refused is told with its fault, the others are taken in.',
  ],
  run: async ({ context, options, operands }) => {
    const mode = options['dry-run'] ? 'dry-run' : 'keep';
    const { format = null, zone = null } = options;
    const holds = readHolds(options.holds ?? null);
    const files: ImportReceipt[] = [];
    const refused: RefusedFile[] = [];
    operands.forEach(refuseUnreadable);
    const importOne = async (source: DataSource, path: string) => {
      const fileName = basename(path);
      try {
        files.push(await source.importFile({ content: path, fileName, format, zone, holds, mode }));
      } catch (error) {
        // One of several is told beside the others; what is no fault of the file ends them all.
        if (operands.length === 1 || !isAppError(error) || !isOfTheFile(error)) throw error;
        refused.push({ file: fileName, error });
      }
    };
    const importAll = async (source: DataSource) => {
      for (const path of operands) await importOne(source, path);
    };
    await withSource(context, importAll, { warehouseMemory: WAREHOUSE_MEMORY });
    if (options.json) {
      const told = refused.map(({ file, error }) => ({ file, ...publicFailure(error) }));
      printJson(context.stdout, { dryRun: options['dry-run'], files, refused: told });
    } else {
      if (files.length > 0) context.stdout.write(renderTable(columns, files.flatMap(linesOf)));
      for (const file of files) context.stdout.write(reportFacts(file) + flagFacts(file));
      for (const { file, error } of refused) {
        context.stderr.write(`\n${visibleText(file)}: nothing of it was kept.\n`);
        reportError(context, error, 'text');
      }
    }
    return refused.length > 0 ? 2 : 0;
  },
});

function readHolds(text: string | null): ReportHolds | null {
  if (text === null || isReportHolds(text)) return text;
  throw usageError(`A report holds no "${text}".`, `Give --holds ${reportHoldings.join(' or ')}.`);
}

/** A file of several that was refused; the others were taken in. */
interface RefusedFile {
  readonly file: string;
  readonly error: AppError;
}

/** True for what is wrong with a file, as against who asks and what they ask with. */
function isOfTheFile({ exitCode, status }: AppError): boolean {
  return exitCode === 2 && status !== 401 && status !== 403;
}

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
  const { records, flaws, findings, unchanged, reopened, closed, skipped, packages, holds } = receipt;
  return `\n${renderFacts([
    ...(holds === null ? [] : [['Taken as', holdsWords[holds]] as const]),
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

/** What was taken in as it stands, and should be known. */
function flagFacts({ flags }: ImportReceipt): string {
  return flags.map((flag) => `\n${flag}: ${flagWords[flag]}\n`).join('');
}

const columns = [
  { title: 'File', cell: (row: ImportLine) => row.file },
  { title: 'Format', cell: (row: ImportLine) => row.format },
  { title: 'Holds', cell: (row: ImportLine) => row.holds },
  { title: 'Outcome', cell: (row: ImportLine) => row.outcome },
  { title: 'Result', cell: (row: ImportLine) => row.result },
  { title: 'Kept', cell: (row: ImportLine) => row.kept },
];
