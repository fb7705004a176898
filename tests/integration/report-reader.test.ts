import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHere, readInWorkers, standardReadLimits } from '#lib/server/reports/report-reader.ts';
import type { ReportReader } from '#lib/server/reports/report-reader.ts';
import { openSightings } from '#lib/server/warehouse/read-sightings.ts';
import { withDocuments } from '#scanners/importers/report-file.ts';
import { writeLargeReport } from '../bench/support/large-report.ts';
import { rootDir } from './support/test-app.ts';

const load = {
  artifact: '',
  format: 'nessus',
  fileName: 'large.nessus',
  zone: 'UTC',
  receivedAt: Date.parse('2026-06-01T00:00:00.000Z'),
} as const;
const inWorkers = readInWorkers(rootDir);

let home: string;
let path: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'patchproof-reader-'));
  path = join(home, 'large.nessus');
  writeLargeReport(path, { rows: 20_000, form: 'xml' });
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

const read = (reader: ReportReader, content: string) =>
  withDocuments({ fileName: 'large.nessus', content }, home, (documents) => reader(documents, load));

/** The share of the time in which this thread worked, so that nothing else could run. */
async function busyShare(work: () => Promise<unknown>): Promise<number> {
  const before = performance.eventLoopUtilization();
  await work();
  return performance.eventLoopUtilization(before).utilization;
}

describe('reading a report in a worker', () => {
  it('gives what reading it here gives, and leaves the process free meanwhile', async () => {
    const here = openSightings(await read(readHere, path));
    const there = openSightings(await read(inWorkers, path));
    expect(there.size).toBe(20_000);
    expect([...there.hosts]).toEqual([...here.hosts]);
    expect(there.flawsOf('10.1.0.7')).toEqual(here.flawsOf('10.1.0.7'));
    expect({ ...there.facts, records: there.records }).toEqual({ ...here.facts, records: here.records });
    const inProcess = await busyShare(() => read(readHere, path));
    const inWorker = await busyShare(() => read(inWorkers, path));
    expect(inWorker / inProcess).toBeLessThan(0.5);
  });

  it('ends with the same refusal', async () => {
    const cut = join(home, 'cut.nessus');
    writeLargeReport(cut, { rows: 100, form: 'xml' });
    truncateSync(cut, statSync(cut).size - 50);
    const refusal = (reader: ReportReader) => read(reader, cut).catch((error: unknown) => error);
    const here = await refusal(readHere);
    expect(here).toMatchObject({ code: 'XML_TRUNCATED', status: 400 });
    expect(await refusal(inWorkers)).toMatchObject({ ...(here as object) });
  });

  it('ends at its limits with an error that says so', async () => {
    const slow = readInWorkers(rootDir, { ...standardReadLimits, timeMs: 1 });
    await expect(read(slow, path)).rejects.toMatchObject({ code: 'REPORT_TIMEOUT' });
    const small = readInWorkers(rootDir, { ...standardReadLimits, heapMib: 8 });
    await expect(read(small, path)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE', status: 413 });
  });
});
