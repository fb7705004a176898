import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { importFile } from '#lib/server/imports/import-file.ts';
import { receiveEnvelope } from '#lib/server/scans/receive-envelope.ts';
import type { Envelope } from '#scanners/envelope.ts';
import { recordedHosts, readRecorded } from '../../contract/scan-fixtures.ts';
import { completeScan, failedScan, nmapXml, type HostScan } from './synthetic-host.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * A small installation with all that a warehouse is made from: recorded hosts, invented ones that are patched
 * little by little, a late, a failed and a repeated scan, and network scans. Ends when all of it is applied.
 */
export async function tellHistory(app: App): Promise<void> {
  const receive = (envelope: Envelope) => {
    receiveEnvelope(app, localOperator, envelope, { jobId: null, own: false });
  };
  for (const host of recordedHosts) {
    const envelope = readRecorded(host);
    // The recording may be younger than this machine's clock.
    if (Date.parse(envelope.manifest.startedAt) <= app.clock()) receive(envelope);
  }
  const begun = app.clock() - 40 * DAY_MS;
  for (const number of [1, 2, 3]) {
    const at = (days: number, patched: number): HostScan => {
      const startedAt = begun + days * DAY_MS + number * HOUR_MS;
      return { host: `host-${number}.example`, number: 512 + number, packages: 60, patched, startedAt };
    };
    receive(completeScan(at(0, 0)));
    receive(completeScan(at(10, 5)));
    receive(failedScan(at(15, 0)));
    receive(completeScan(at(30, 12)));
    // Late: everything from its day on is told anew.
    receive(completeScan(at(20, 5 + number)));
    receive(completeScan(at(10, 5)));
    await app.warehouse.catchUp();
    for (const days of [5, 25]) {
      const bytes = nmapXml(512 + number, begun + days * DAY_MS + number * 1000);
      await importFile(app, localOperator, {
        content: bytes,
        fileName: `network-${number}.xml`,
        format: null,
        mode: 'keep',
      });
    }
  }
  receive(
    completeScan({
      host: 'host-1.example',
      number: 513,
      packages: 60,
      patched: 20,
      startedAt: begun + 39 * DAY_MS,
    }),
  );
  await app.warehouse.catchUp();
}
