import { join } from 'node:path';
import { expect } from 'vitest';
import type { Client } from './client.ts';
import type { Delivery, Receipt } from './deliveries.ts';
import { StoreAtRest, type JobEnd, type ReceivedEvent } from './store-at-rest.ts';

/** What must hold whenever the server is up again. */
export interface Expectation {
  readonly dataDir: string;
  readonly receipts: readonly Receipt[];
  /** Jobs whose request was answered, in any round. */
  readonly jobs: readonly string[];
  /** Jobs that ran when the server was killed, in any round. */
  readonly killedJobs: readonly string[];
}

interface ScanRow {
  readonly id: string;
  readonly assetId: string;
  readonly jobId: string | null;
  readonly outcome: string;
}

/** What the warehouse says, and the last event it speaks of: the jobs of this server go on. */
interface ScanList {
  readonly rows: readonly ScanRow[];
  readonly knownAt: number;
}

/** Fails when anything acknowledged is lost, doubled or half there. */
export async function inspect(client: Client, expectation: Expectation): Promise<void> {
  const scans = listOf(await client.read('scans'));
  expect(await client.read('log-verify')).toMatchObject({ ok: true, problems: [] });
  const store = new StoreAtRest(join(expectation.dataDir, 'store.db'));
  try {
    const received = store.received();
    checkReceipts(expectation.receipts, received);
    checkRows(expectation.receipts, received, scans);
    const jobs = expectation.jobs.map((id) => store.job(id));
    expect(jobs.filter((job) => job === null)).toEqual([]);
    for (const id of expectation.killedJobs) checkKilledJob(store.job(id), received);
    for (const job of jobs) if (job) checkEnds(job, received);
  } finally {
    store.close();
  }
}

/** Sends again what was never answered, and some of what was: the first receipt must come back. */
export async function sendAgain(client: Client, deliveries: readonly Delivery[]): Promise<void> {
  const answered = deliveries.filter(({ receipt }) => receipt !== null);
  for (const delivery of answered.slice(-2)) expect(await client.send(delivery)).toEqual(delivery.receipt);
  for (const delivery of deliveries) delivery.receipt ??= await client.send(delivery);
}

function checkReceipts(receipts: readonly Receipt[], received: readonly ReceivedEvent[]): void {
  const seqs = Map.groupBy(received, ({ scanId }) => scanId);
  const wrong = receipts.filter(({ scanId, seq }) => {
    const events = seqs.get(scanId) ?? [];
    return events.length !== 1 || events[0]?.seq !== seq;
  });
  expect(wrong, 'receipts that are not exactly once in the log').toEqual([]);
}

function checkRows(
  receipts: readonly Receipt[],
  received: readonly ReceivedEvent[],
  { rows, knownAt }: ScanList,
): void {
  const byScan = Map.groupBy(rows, ({ id }) => id);
  const wrong = receipts.filter(({ scanId, assets }) => {
    const found = (byScan.get(scanId) ?? []).map(({ assetId }) => assetId);
    return found.toSorted().join() !== assets.toSorted().join();
  });
  expect(wrong, 'receipts that are not exactly once in the warehouse').toEqual([]);
  const doubled = rows.length - new Set(rows.map(({ id, assetId }) => `${id} ${assetId}`)).size;
  expect(doubled, 'rows of scans that are there twice').toBe(0);
  expect(new Set(received.map(({ scanId }) => scanId)).size, 'scans that are in the log twice').toBe(
    received.length,
  );
  const inLog = new Set(received.filter(({ seq }) => seq <= knownAt).map(({ scanId }) => scanId));
  expect(inLog.symmetricDifference(new Set(byScan.keys())).size, 'scans in only one of both').toBe(0);
}

/** A job that ran when the server was killed is interrupted, once, and whatever it delivered came before. */
function checkKilledJob(job: JobEnd | null, received: readonly ReceivedEvent[]): void {
  expect(job).toMatchObject({ state: 'interrupted', finished: [] });
  expect(job?.interrupted.length).toBe(1);
  const end = job?.interrupted[0] ?? 0;
  expect(received.filter(({ jobId, seq }) => jobId === job?.id && seq > end)).toEqual([]);
}

/** No job ends twice, and no target is complete without its scan, or still runs when its job has ended. */
function checkEnds(job: JobEnd, received: readonly ReceivedEvent[]): void {
  const ended = job.finishedAt !== null;
  expect(job.finished.length + job.interrupted.length, `ends of job ${job.id}`).toBe(ended ? 1 : 0);
  for (const { state, scanId } of job.targets) {
    if (scanId !== null) expect(received.map((event) => event.scanId)).toContain(scanId);
    if (state === 'complete') expect(scanId).not.toBeNull();
    if (ended) expect(['queued', 'running'], `target of the ended job ${job.id}`).not.toContain(state);
  }
}

function listOf(document: unknown): ScanList {
  const list: Partial<ScanList> = document !== null && typeof document === 'object' ? document : {};
  const { rows, knownAt } = list;
  if (!Array.isArray(rows) || knownAt === undefined) throw new Error('that is no list of scans');
  return { rows: rows.map((row: ScanRow) => row), knownAt };
}
