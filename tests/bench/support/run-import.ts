import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLargeReport } from './large-report.ts';

/** What `import-report.ts` prints. */
export interface ImportedReport {
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly findings: number;
  readonly lag: Readonly<Record<'p99Ms' | 'maxMs' | 'waitP99CpuMs' | 'longestCpuMs', number>>;
}

const HEAP = ['--max-old-space-size=512', '--max-semi-space-size=64', '--no-allocation-site-pretenuring'];

interface Importing {
  readonly rows: number;
  readonly form: 'xml' | 'csv';
  readonly as: 'command' | 'server';
}

/** A report of so many results imported by a process of its own, so that its memory is its own. */
export function runImport({ rows, form, as }: Importing): ImportedReport {
  const directory = mkdtempSync(join(tmpdir(), 'patchproof-bench-'));
  try {
    const path = join(directory, `report.${form}`);
    writeLargeReport(path, { rows, form });
    const script = join(import.meta.dirname, 'import-report.ts');
    // As bin/patchproof starts an import, and a server.
    const heap = as === 'command' ? HEAP : [];
    const printed = execFileSync(process.execPath, [...heap, script, path, as], { encoding: 'utf8' });
    const imported = JSON.parse(printed) as ImportedReport;
    if (imported.findings !== rows) throw new Error(`${imported.findings} findings of ${rows} results`);
    return imported;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
