import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '#core/errors.ts';
import type { ReportDocuments } from '#scanners/importers/report-file.ts';
import type { ReportDocument } from '#scanners/importers/report-importer.ts';
import { readSightingsData } from '../warehouse/read-sightings.ts';
import type { ReportLoad, SightingsData } from '../warehouse/read-sightings.ts';
import { writeReportedRows } from '../warehouse/reported-rows.ts';
import type { PlannedRows } from '../warehouse/reported-rows.ts';
import type { TableRow } from '../warehouse/tables.ts';
import { checkReport } from './check-report.ts';
import { isKept } from './report-artifact.ts';
import type { PlacedDocument, ReadAnswer, ReadOrder } from './report-worker.ts';

/** Reads reports to their end: before anything is kept, and again when they are applied. */
export interface ReportReader {
  /** @throws AppError as `checkReport`; of a worker also FILE_TOO_LARGE, REPORT_TIMEOUT */
  check(documents: ReportDocuments, load: ReportLoad): Promise<SightingsData>;
  /** What it states once more, of these hosts alone; null = of all. */
  again(
    documents: ReportDocuments,
    load: ReportLoad,
    hosts: ReadonlySet<string> | null,
  ): Promise<SightingsData>;
  /** The rows of the spans that begin with it, with its texts, in its order. */
  rows(documents: ReportDocuments, planned: PlannedRows, add: AddRow): Promise<void>;
}

type AddRow = (row: TableRow<'reported_flaw'>) => void;

interface ReadLimits {
  /** Of the worker's heap, MiB. */
  readonly heapMib: number;
  /** For a report that is not kept yet: one that is must be applied. */
  readonly timeMs: number;
}

export const standardReadLimits: ReadLimits = { heapMib: 1024, timeMs: 15 * 60_000 };

/** In this process, which does nothing else meanwhile: for the command line. */
export const readHere: ReportReader = {
  check: async (documents, load) => checkReport(documents, load),
  again: async (documents, load, hosts) => readSightingsData(documents, load, { hosts }),
  rows: async (documents, planned, add) => writeReportedRows(documents, planned, add),
};

/** In a thread of its own with limits, so that a server answers meanwhile. What is in memory anyway is small. */
export function readInWorkers(rootDir: string, limits: ReadLimits = standardReadLimits): ReportReader {
  const run = (order: ReadOrder, timeMs: number | null, add?: AddRow) =>
    runWorker(join(rootDir, 'src/lib/server/reports/report-worker.ts'), order, {
      ...limits,
      timeMs,
      add: add ?? (() => undefined),
    });
  return {
    check: async (given, load) => {
      const documents = placesOf(given);
      if (!documents) return readHere.check(given, load);
      return dataOf(await run({ task: 'check', documents, load }, limits.timeMs));
    },
    again: async (given, load, hosts) => {
      const documents = placesOf(given);
      if (!documents) return readHere.again(given, load, hosts);
      return dataOf(await run({ task: 'again', documents, load, hosts }, null));
    },
    rows: async (given, { planned, ...about }, add) => {
      const documents = placesOf(given);
      if (!documents) return readHere.rows(given, { planned, ...about }, add);
      const taken = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
      const order = { task: 'rows', documents, ...about, planned: planned.data(), taken } as const;
      await run(order, null, add);
    },
  };
}

/** null where a document lies nowhere that a thread could read it from. */
function placesOf(documents: ReportDocuments): readonly PlacedDocument[] | null {
  const placed = documents.flatMap((document: ReportDocument): PlacedDocument[] => {
    const { name, path } = document;
    if (path !== undefined) return [{ name, path }];
    return isKept(document) ? [{ name, parts: document.parts }] : [];
  });
  return placed.length === documents.length ? placed : null;
}

function dataOf(said: ReadAnswer): SightingsData {
  if (said.kind !== 'read') throw new Error('the worker that reads reports answered something else');
  return said.data;
}

interface Running extends Omit<ReadLimits, 'timeMs'> {
  readonly timeMs: number | null;
  readonly add: AddRow;
}

/** @returns its last answer. @throws AppError as the reading does */
async function runWorker(script: string, order: ReadOrder, running: Running): Promise<ReadAnswer> {
  const worker = new Worker(script, {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: running.heapMib },
  });
  const taken = order.task === 'rows' ? new Int32Array(order.taken) : null;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<ReadAnswer>((resolve, reject) => {
      const { timeMs } = running;
      if (timeMs !== null) timer = setTimeout(() => reject(tookTooLong(timeMs)), timeMs);
      worker.on('message', (said: ReadAnswer) => {
        if (said.kind === 'refused') reject(new AppError(said.error));
        else if (said.kind !== 'rows') resolve(said);
        else if (taken) takeRows(said.rows, { taken, add: running.add, reject });
      });
      worker.once('error', (error) => reject(isOutOfMemory(error) ? tooMuchMemory(running, error) : error));
      worker.once('exit', () => reject(new Error('the worker that reads reports ended without an answer')));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

interface Taking {
  readonly taken: Int32Array;
  readonly add: AddRow;
  readonly reject: (error: unknown) => void;
}

/** Takes some rows and lets the worker go on: it waits when it is ahead. */
function takeRows(rows: readonly TableRow<'reported_flaw'>[], { taken, add, reject }: Taking): void {
  try {
    for (const row of rows) add(row);
    Atomics.add(taken, 0, 1);
    Atomics.notify(taken, 0);
  } catch (error) {
    reject(error);
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function tooMuchMemory({ heapMib }: Pick<ReadLimits, 'heapMib'>, cause: unknown): AppError {
  return new AppError({
    code: 'FILE_TOO_LARGE',
    message: `Reading the report needs more than ${heapMib} MiB of memory; nothing of it was kept.`,
    remedy: 'Export fewer hosts per file.',
    status: 413,
    cause,
  });
}

function tookTooLong(timeMs: number): AppError {
  return new AppError({
    code: 'REPORT_TIMEOUT',
    message: `Reading the report took longer than ${Math.round(timeMs / 60_000)} min; nothing of it was kept.`,
    remedy: 'Export fewer hosts per file.',
    status: 422,
  });
}
