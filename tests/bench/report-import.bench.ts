import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { writeLargeReport } from './support/large-report.ts';

const ROWS = 1_000_000;
const MAX_MIB = 1024;
/** What 99 of 100 requests at random instants may wait for a server that imports, in CPU time of its thread. */
const MAX_WAIT_MS = 200;

interface Imported {
  readonly lag: Readonly<Record<'p99Ms' | 'maxMs' | 'waitP99CpuMs' | 'longestCpuMs', number>>;
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly findings: number;
}

/**
 * A report of a million results taken in whole: read and checked, kept, applied with its findings and deadlines. As XML
 * and as CSV, each by a process of its own, so that its memory is its own; the worse of the two counts. Then the XML
 * once more as a server imports it, beside others that it answers.
 */
export const bench: Bench = {
  name: 'import a report of 1,000,000 results (XML and CSV)',
  budget: { value: 120_000, unit: 'ms CPU', kind: 'gate' },
  async run() {
    const directory = mkdtempSync(join(tmpdir(), 'patchproof-bench-'));
    try {
      const xml = importOf(directory, 'xml', 'command');
      const csv = importOf(directory, 'csv', 'command');
      const { lag } = importOf(directory, 'xml', 'server');
      const peakMb = Math.max(xml.peakMb, csv.peakMb);
      if (peakMb > MAX_MIB) throw new Error(`took ${Math.round(peakMb)} MiB, more than ${MAX_MIB}`);
      if (lag.waitP99CpuMs > MAX_WAIT_MS)
        throw new Error(`a server stood still for ${Math.round(lag.waitP99CpuMs)} ms (99 %)`);
      return {
        value: Math.max(xml.cpuMs, csv.cpuMs),
        unit: 'ms CPU',
        details: {
          xmlCpuMs: xml.cpuMs,
          csvCpuMs: csv.cpuMs,
          xmlPeakMiB: xml.peakMb,
          csvPeakMiB: csv.peakMb,
          serverWaitP99CpuMs: lag.waitP99CpuMs,
          serverLongestCpuMs: lag.longestCpuMs,
          serverLagP99Ms: lag.p99Ms,
          serverLagMaxMs: lag.maxMs,
        },
      };
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

function importOf(directory: string, form: 'xml' | 'csv', as: 'command' | 'server'): Imported {
  const path = join(directory, `report.${form}`);
  writeLargeReport(path, { rows: ROWS, form });
  const script = join(import.meta.dirname, 'support/import-report.ts');
  // As bin/patchproof starts an import, and a server.
  const heap = as === 'command' ? ['--max-old-space-size=512'] : [];
  const printed = execFileSync(process.execPath, [...heap, script, path, as], { encoding: 'utf8' });
  rmSync(path);
  const imported = JSON.parse(printed) as Imported;
  if (imported.findings !== ROWS) throw new Error(`${imported.findings} findings of ${ROWS} results`);
  return imported;
}
