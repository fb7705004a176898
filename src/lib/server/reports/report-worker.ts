import { parentPort, workerData } from 'node:worker_threads';
import { isAppError } from '#core/errors.ts';
import type { AppErrorOptions } from '#core/errors.ts';
import { chunksOf } from '#scanners/importers/report-file.ts';
import type { ReportDocument } from '#scanners/importers/report-importer.ts';
import type { ReportLoad, SightingsData } from '../warehouse/read-sightings.ts';
import { checkReport } from './check-report.ts';

/** What a worker is told to read. */
export interface ReadOrder {
  readonly documents: readonly { readonly name: string; readonly path: string }[];
  readonly load: ReportLoad;
}

export type ReadAnswer =
  | { readonly kind: 'read'; readonly data: SightingsData }
  | { readonly kind: 'refused'; readonly error: AppErrorOptions };

function answer({ documents, load }: ReadOrder): ReadAnswer {
  const [first, ...rest] = documents.map(({ name, path }): ReportDocument => ({
    name,
    chunks: () => chunksOf(path, name),
  }));
  if (first === undefined) throw new Error('a report has at least one document');
  try {
    return { kind: 'read', data: checkReport([first, ...rest], load) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { code, message, remedy, status, exitCode, where } = error;
    return { kind: 'refused', error: { code, message, remedy, status, exitCode, ...(where && { where }) } };
  }
}

/** The columns change hands instead of being copied. */
function columnsOf(said: ReadAnswer): ArrayBuffer[] {
  if (said.kind !== 'read') return [];
  const { ids, hosts, abouts, facts, flags } = said.data.flaws;
  return [ids, hosts, abouts, facts, flags].map(({ buffer }) => buffer);
}

if (parentPort !== null) {
  // The one who starts it gives it.
  const order: ReadOrder = workerData;
  const said = answer(order);
  parentPort.postMessage(said, columnsOf(said));
}
