import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { writeLargeReport } from './support/large-report.ts';

const ROWS = 1_000_000;
const MAX_MIB = 1024;

interface Imported {
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly findings: number;
}

/**
 * A report of a million results taken in whole: read and checked, kept, applied with its findings and deadlines. As XML
 * and as CSV, each by a process of its own, so that its memory is its own; the worse of the two counts.
 */
export const bench: Bench = {
  name: 'import a report of 1,000,000 results (XML and CSV)',
  budget: { value: 120_000, unit: 'ms CPU', kind: 'gate' },
  async run() {
    const directory = mkdtempSync(join(tmpdir(), 'patchproof-bench-'));
    try {
      const xml = importOf(directory, 'xml');
      const csv = importOf(directory, 'csv');
      const peakMb = Math.max(xml.peakMb, csv.peakMb);
      if (peakMb > MAX_MIB) throw new Error(`took ${Math.round(peakMb)} MiB, more than ${MAX_MIB}`);
      return {
        value: Math.max(xml.cpuMs, csv.cpuMs),
        unit: 'ms CPU',
        details: { xmlCpuMs: xml.cpuMs, csvCpuMs: csv.cpuMs, xmlPeakMiB: xml.peakMb, csvPeakMiB: csv.peakMb },
      };
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

function importOf(directory: string, form: 'xml' | 'csv'): Imported {
  const path = join(directory, `report.${form}`);
  writeLargeReport(path, { rows: ROWS, form });
  const script = join(import.meta.dirname, 'support/import-report.ts');
  // As bin/patchproof starts an import.
  const command = ['--max-old-space-size=512', script, path];
  const printed = execFileSync(process.execPath, command, { encoding: 'utf8' });
  rmSync(path);
  const imported = JSON.parse(printed) as Imported;
  if (imported.findings !== ROWS) throw new Error(`${imported.findings} findings of ${ROWS} results`);
  return imported;
}
