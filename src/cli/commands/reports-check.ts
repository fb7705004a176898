import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import type { ReportedFlaw, ReportedHost } from '#core/advisory/reported-flaw.ts';
import { formatCount } from '#lib/format/numbers.ts';
import type { ReportFacts } from '#scanners/importers/report-importer.ts';
import { importerOf } from '#scanners/importers/importer-of.ts';
import type { ReadAs } from '#scanners/importers/importer-of.ts';
import { unknownFormat, withReport } from '#scanners/importers/open-report.ts';
import type { OpenedReport } from '#scanners/importers/open-report.ts';
import { reportImporters } from '#scanners/importers/reports.ts';
import { defineCommand } from '../command.ts';
import type { CliContext } from '../context.ts';
import { printJson } from '../output/print.ts';
import { renderFacts } from '../output/table.ts';
import { usageError } from '../usage-error.ts';

const formats = Object.entries(reportImporters).map(
  ([name, { title, tier }]) => `  ${name.padEnd(16)} ${tier}  ${title}`,
);

/** What one report holds; nothing in it is uncounted. */
interface ReportReceipt extends ReportFacts {
  readonly file: string;
  readonly format: ReadAs['format'];
  readonly title: string;
  readonly tier: 'A' | 'B' | 'C';
  readonly hosts: number;
  readonly flaws: number;
  /** Flaws by the tool's own rating; `none` = not rated. */
  readonly severities: Readonly<Record<string, number>>;
  readonly cves: number;
  readonly skipped: readonly { readonly reason: string; readonly n: number }[];
}

export const reportsCheck = defineCommand({
  summary: 'Read another scanner’s report to its end and say what it holds; nothing is kept',
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
      summary: 'zone of times that name none, such as Europe/Berlin; else UTC',
    },
    items: { type: 'boolean', summary: 'print every host and flaw as one line of JSON' },
  },
  notes: [
    'Formats, with how far their reading is proven (A real public samples, B the vendor’s schema, C unverified):',
    ...formats,
  ],
  run: async ({ context, options, operands }) => {
    if (options.items && options.json) throw usageError('--items is already JSON.', 'Leave out --json.');
    const zone = readZone(options.zone ?? 'UTC');
    const opening = { receivedAt: context.now(), zone, tempDir: tmpdir(), format: options.format ?? null };
    const receipts: ReportReceipt[] = [];
    for (const path of operands) {
      const file = { fileName: basename(path), content: path };
      const receipt = await withReport(file, opening, (report) => {
        if (report) return checkReport(context, report, options.items);
        throw unknownFormat(file.fileName, Buffer.alloc(0));
      });
      receipts.push(receipt);
    }
    if (options.items) return 0;
    if (options.json) printJson(context.stdout, { files: receipts });
    else context.stdout.write(receipts.map(factsOf).join('\n'));
    return 0;
  },
});

function readZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw usageError('There is no such time zone.', 'Give an IANA name such as Europe/Berlin.');
  }
}

function checkReport(context: CliContext, report: OpenedReport, prints: boolean): ReportReceipt {
  const { format, input } = report;
  const importer = importerOf(report);
  const hosts: ReportedHost[] = [];
  const flaws = { n: 0, cves: new Set<string>(), severities: new Map<string, number>() };
  const skipped = new Map<string, number>();
  const facts = importer.read(input, {
    host: (host) => void hosts.push(host),
    flaw: ({ severity, cves }) => {
      flaws.n += 1;
      count(flaws.severities, severity ?? 'none');
      for (const cve of cves) flaws.cves.add(cve);
    },
    skip: (reason) => count(skipped, reason),
  });
  if (prints) printItems(context, report);
  return {
    file: input.fileName,
    format,
    tier: importer.tier,
    title: importer.title,
    ...facts,
    hosts: hosts.length,
    flaws: flaws.n,
    severities: Object.fromEntries(flaws.severities),
    cves: flaws.cves.size,
    skipped: [...skipped].map(([reason, n]) => ({ reason, n })),
  };
}

/** A second reading, of a file known to be whole. */
function printItems(context: CliContext, report: OpenedReport): void {
  const print = (kind: 'host' | 'flaw', item: ReportedHost | ReportedFlaw) =>
    void context.stdout.write(`${JSON.stringify({ item: kind, ...item })}\n`);
  importerOf(report).read(report.input, {
    host: (host) => print('host', host),
    flaw: (flaw) => print('flaw', flaw),
    skip: () => undefined,
  });
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function factsOf(receipt: ReportReceipt): string {
  const { file, format, title, tier, tool, toolVersion, madeAt, hosts, flaws, severities, cves, skipped } =
    receipt;
  return renderFacts([
    ['File', file],
    ['Format', `${format}: ${title} (tier ${tier})`],
    ['Tool', toolVersion === null ? tool : `${tool} ${toolVersion}`],
    ['Made', madeAt],
    ['Hosts', formatCount(hosts)],
    ['Flaws', formatCount(flaws)],
    ...Object.entries(severities).map(([severity, n]) => [`  ${severity}`, formatCount(n)] as const),
    ['CVEs', formatCount(cves)],
    ...skipped.map(({ reason, n }) => ['  left out', `${formatCount(n)}: ${reason}`] as const),
  ]);
}
