import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '#core/errors.ts';
import type { ReportDocuments } from '#scanners/importers/report-file.ts';
import type { ReportLoad, SightingsData } from '../warehouse/read-sightings.ts';
import { checkReport } from './check-report.ts';
import type { ReadAnswer, ReadOrder } from './report-worker.ts';

/** Reads a report to its end. @throws AppError as `checkReport`; of a worker also FILE_TOO_LARGE, REPORT_TIMEOUT */
export type ReportReader = (documents: ReportDocuments, load: ReportLoad) => Promise<SightingsData>;

interface ReadLimits {
  /** Of the worker's heap, MiB. */
  readonly heapMib: number;
  readonly timeMs: number;
}

export const standardReadLimits: ReadLimits = { heapMib: 1024, timeMs: 15 * 60_000 };

/** In this process, which does nothing else meanwhile: for the command line. */
export const readHere: ReportReader = async (documents, load) => checkReport(documents, load);

/** In a thread of its own with limits, so that a server answers meanwhile. What is in memory anyway is small. */
export function readInWorkers(rootDir: string, limits: ReadLimits = standardReadLimits): ReportReader {
  const script = join(rootDir, 'src/lib/server/reports/report-worker.ts');
  return async (documents, load) => {
    const files = documents.flatMap(({ name, path }) => (path === undefined ? [] : [{ name, path }]));
    if (files.length < documents.length) return readHere(documents, load);
    const said = await askWorker(script, { documents: files, load }, limits);
    if (said.kind === 'refused') throw new AppError(said.error);
    return said.data;
  };
}

async function askWorker(script: string, order: ReadOrder, limits: ReadLimits): Promise<ReadAnswer> {
  const worker = new Worker(script, {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMib },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<ReadAnswer>((resolve, reject) => {
      timer = setTimeout(() => reject(tookTooLong(limits)), limits.timeMs);
      worker.once('message', resolve);
      worker.once('error', (error) => reject(isOutOfMemory(error) ? tooMuchMemory(limits, error) : error));
      worker.once('exit', () => reject(new Error('the worker that reads reports ended without an answer')));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function tooMuchMemory({ heapMib }: ReadLimits, cause: unknown): AppError {
  return new AppError({
    code: 'FILE_TOO_LARGE',
    message: `Reading the report needs more than ${heapMib} MiB of memory; nothing of it was kept.`,
    remedy: 'Export fewer hosts per file.',
    status: 413,
    cause,
  });
}

function tookTooLong({ timeMs }: ReadLimits): AppError {
  return new AppError({
    code: 'REPORT_TIMEOUT',
    message: `Reading the report took longer than ${Math.round(timeMs / 60_000)} min; nothing of it was kept.`,
    remedy: 'Export fewer hosts per file.',
    status: 422,
  });
}
