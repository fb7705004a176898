import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { isAppError } from '#core/errors.ts';
import type { AppErrorOptions } from '#core/errors.ts';
import { chunksOf } from '#scanners/importers/report-file.ts';
import type { ReportDocuments } from '#scanners/importers/report-file.ts';
import type { ReportDocument } from '#scanners/importers/report-importer.ts';
import { readArtifactAt } from '../artifacts/artifact-place.ts';
import type { ArtifactPlace } from '../artifacts/artifact-place.ts';
import { openPlannedSpans } from '../warehouse/planned-spans.ts';
import type { PlannedData } from '../warehouse/planned-spans.ts';
import { readSightingsData } from '../warehouse/read-sightings.ts';
import type { ReportLoad, SightingsData } from '../warehouse/read-sightings.ts';
import { writeReportedRows } from '../warehouse/reported-rows.ts';
import type { PlannedRows } from '../warehouse/reported-rows.ts';
import type { TableRow } from '../warehouse/tables.ts';
import { checkReport } from './check-report.ts';

/** A document as a file, or as the parts that were kept of it. */
export type PlacedDocument =
  | { readonly name: string; readonly path: string }
  | { readonly name: string; readonly parts: readonly ArtifactPlace[] };

interface RowsOrder extends Omit<PlannedRows, 'planned'> {
  readonly task: 'rows';
  readonly planned: PlannedData;
  /** How many messages of rows were taken, as an Int32. */
  readonly taken: SharedArrayBuffer;
}

/** What a worker is told to read. */
export type ReadOrder = { readonly documents: readonly PlacedDocument[]; readonly load: ReportLoad } & (
  | { readonly task: 'check' }
  | { readonly task: 'again'; readonly hosts: ReadonlySet<string> | null }
  | RowsOrder
);

export type ReadAnswer =
  | { readonly kind: 'read'; readonly data: SightingsData }
  | { readonly kind: 'rows'; readonly rows: readonly TableRow<'reported_flaw'>[] }
  | { readonly kind: 'written' }
  | { readonly kind: 'refused'; readonly error: AppErrorOptions };

/** Rows of one message: what the process that writes does at once. */
const ROWS = 512;
/** Messages that may wait there. */
const AHEAD = 2;

function documentsOf(placed: readonly PlacedDocument[]): ReportDocuments {
  const [first, ...rest] = placed.map((document): ReportDocument => ({
    name: document.name,
    chunks: () => ('path' in document ? chunksOf(document.path, document.name) : partsOf(document)),
  }));
  if (first === undefined) throw new Error('a report has at least one document');
  return [first, ...rest];
}

function* partsOf({ name, parts }: Extract<PlacedDocument, { parts: unknown }>): Generator<Uint8Array> {
  for (const part of parts) yield* chunksOf(readArtifactAt(part), name);
}

function answer(order: ReadOrder, port: MessagePort): ReadAnswer {
  const documents = documentsOf(order.documents);
  try {
    if (order.task === 'check') return { kind: 'read', data: checkReport(documents, order.load) };
    if (order.task === 'again')
      return { kind: 'read', data: readSightingsData(documents, order.load, order) };
    sendRows(documents, order, port);
    return { kind: 'written' };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { code, message, remedy, status, exitCode, where } = error;
    return { kind: 'refused', error: { code, message, remedy, status, exitCode, ...(where && { where }) } };
  }
}

/** Sends rows as they are read, and waits where nobody takes them: never all of a large report in memory. */
function sendRows(
  documents: ReportDocuments,
  { planned, taken, ...order }: RowsOrder,
  port: MessagePort,
): void {
  const counter = new Int32Array(taken);
  let rows: TableRow<'reported_flaw'>[] = [];
  let sent = 0;
  const send = () => {
    for (let done = Atomics.load(counter, 0); sent - done >= AHEAD; done = Atomics.load(counter, 0))
      Atomics.wait(counter, 0, done);
    port.postMessage({ kind: 'rows', rows } satisfies ReadAnswer);
    sent += 1;
    rows = [];
  };
  writeReportedRows(documents, { ...order, planned: openPlannedSpans(planned) }, (row) => {
    if (rows.push(row) === ROWS) send();
  });
  send();
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
  const said = answer(order, parentPort);
  parentPort.postMessage(said, columnsOf(said));
}
