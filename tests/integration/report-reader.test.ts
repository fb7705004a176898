import { closeSync, mkdtempSync, openSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openArtifactStore } from '#lib/server/artifacts/artifact-store.ts';
import type { ArtifactStore } from '#lib/server/artifacts/artifact-store.ts';
import { isKept, keepReport, openKeptReport } from '#lib/server/reports/report-artifact.ts';
import { readHere, readInWorkers, standardReadLimits } from '#lib/server/reports/report-reader.ts';
import type { ReportReader } from '#lib/server/reports/report-reader.ts';
import { createPlannedSpans } from '#lib/server/warehouse/planned-spans.ts';
import { openSightings } from '#lib/server/warehouse/read-sightings.ts';
import type { TableRow } from '#lib/server/warehouse/tables.ts';
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
  withDocuments({ fileName: 'large.nessus', content }, home, (documents) => reader.check(documents, load));

/** The share of the time in which this thread worked, so that nothing else could run. */
async function busyShare(work: () => Promise<unknown>): Promise<number> {
  const before = performance.eventLoopUtilization();
  await work();
  return performance.eventLoopUtilization(before).utilization;
}

/** The rows of the report as it is kept, and what its plan has. */
async function rowsOf(reader: ReportReader, artifacts: ArtifactStore, artifact: string) {
  const documents = openKeptReport(artifacts, artifact);
  const read = openSightings(await reader.again(documents, load, new Set(['10.1.0.3', '10.1.0.7'])));
  const planned = createPlannedSpans(read.kept);
  const at = Date.parse('2026-05-10T08:00:00.000Z');
  for (const host of read.hosts.keys())
    planned.describe({ host, at, login: true }, { assetId: `asset of ${host}`, timeAssumed: false });
  const life = { open: true, status: 'open', byLogin: true, firstDetectedAt: at, reopenNo: 0 } as const;
  for (let ordinal = 0; ordinal < read.size; ordinal += 1) {
    // Every tenth is not as the others are.
    const fromAt = ordinal % 10 === 0 ? at + 1 : at;
    const draft = { life: { ...life, fromAt, facts: 1, atPort: false, check: '1' }, untilAt: null };
    planned.plan(ordinal, read.hostAt(ordinal), draft);
  }
  const rows: TableRow<'reported_flaw'>[] = [];
  const about = { load: { ...load, artifact }, seq: 7, hosts: new Set(['10.1.0.3', '10.1.0.7']) };
  await reader.rows(documents, { ...about, planned }, (row) => void rows.push(row));
  return { read, rows };
}

describe('a kept report that is applied', () => {
  it('gives the same in a worker as here: what it states, and its rows in their order', async () => {
    const artifacts = openArtifactStore({ directory: join(home, 'artifacts') });
    try {
      const file = { fileName: 'large.nessus', content: path };
      const artifact = await withDocuments(file, home, (documents, packed) =>
        keepReport(artifacts, { file, documents, packed }),
      );
      const here = await rowsOf(readHere, artifacts, artifact);
      const there = await rowsOf(inWorkers, artifacts, artifact);
      expect(there.read.size).toBe(2000);
      expect(there.rows).toHaveLength(2000);
      expect(there.rows).toEqual(here.rows);
      expect(there.read.flawsOf('10.1.0.7')).toEqual(here.read.flawsOf('10.1.0.7'));
      for (const host of ['10.1.0.3', '10.1.0.7']) {
        const rows = there.rows.filter((row) => row.asset_id === `asset of ${host}`);
        const written = new Map(rows.map((row) => [row.flaw_id, row.facts]));
        const { flaws } = here.read.flawsOf(host);
        expect(written).toEqual(new Map([...flaws].map(([id, { facts }]) => [id, facts])));
      }
    } finally {
      artifacts.close();
    }
  });

  it('ends with the error of whoever takes its rows, and with that of a part that is damaged', async () => {
    const artifacts = openArtifactStore({ directory: join(home, 'artifacts') });
    try {
      const file = { fileName: 'large.nessus', content: path };
      const artifact = await withDocuments(file, home, (documents, packed) =>
        keepReport(artifacts, { file, documents, packed }),
      );
      const documents = openKeptReport(artifacts, artifact);
      const { kept } = openSightings(await readHere.again(documents, load, null));
      const planned = createPlannedSpans(kept);
      planned.describe({ host: '10.1.0.7', at: 0, login: true }, { assetId: 'a', timeAssumed: false });
      const life = {
        open: true,
        status: 'open',
        byLogin: true,
        fromAt: 0,
        firstDetectedAt: 0,
        reopenNo: 0,
      } as const;
      planned.plan(7000, '10.1.0.7', {
        life: { ...life, facts: 0, atPort: false, check: '1' },
        untilAt: null,
      });
      const rows = { load: { ...load, artifact }, seq: 7, hosts: null, planned };
      const full = () => {
        throw new Error('disk full');
      };
      await expect(inWorkers.rows(documents, rows, full)).rejects.toThrow('disk full');
      const [place] = documents.flatMap((document) => (isKept(document) ? document.parts : []));
      if (!place) throw new Error('no part');
      const segment = openSync(place.path, 'r+');
      writeSync(segment, Buffer.from('damaged'), 0, 7, place.offset + 100);
      closeSync(segment);
      await expect(inWorkers.again(documents, load, null)).rejects.toMatchObject({
        code: 'ARTIFACT_DAMAGED',
        exitCode: 4,
      });
    } finally {
      artifacts.close();
    }
  });
});

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
