import { setImmediate } from 'node:timers/promises';
import type { OpenedReport } from '#scanners/importers/open-report.ts';
import type { ReportFile } from '#scanners/importers/report-file.ts';
import { importerOf } from '#scanners/importers/importer-of.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveAsset } from '../scans/receive-envelope.ts';
import { openSightings } from '../warehouse/read-sightings.ts';
import type { Sightings } from '../warehouse/read-sightings.ts';
import { keysOfReportedHost } from './identify-host.ts';
import { lastAnswer, receiptKey, receiptOf } from './known-report.ts';
import type { KeptReceipt, ReportReceipt } from './known-report.ts';
import { keepBills, recordBill } from './record-bill.ts';
import type { KeptBill } from './record-bill.ts';
import { keepReport } from './report-artifact.ts';
import { flagsOf } from './report-flags.ts';

/**
 * Keep a report that was read to its end and record it: its parts fsynced, the assets of its hosts named, then one
 * transaction for the event and the receipt. Answers when the warehouse has applied it.
 * @throws AppError FORBIDDEN, and as `checkReport`; nothing is kept then
 */
export async function receiveReport(
  app: App,
  viewer: Viewer,
  { file, report }: { readonly file: ReportFile; readonly report: OpenedReport },
): Promise<ReportReceipt> {
  authorise(viewer, 'import.run');
  const { format, mapping, holds, input, packed } = report;
  const load = {
    artifact: '',
    format,
    mapping,
    holds,
    fileName: input.fileName,
    zone: input.zone,
    receivedAt: input.receivedAt,
  };
  const read = openSightings(await app.reports.check(input.documents, load));
  const artifact = await keepReport(app.artifacts, { file, documents: input.documents, packed });
  const bills = keepBills(app, read, input.receivedAt);
  app.artifacts.sync();
  const key = await receiptKey(format, file);
  const hosts = await nameHosts(app, viewer, { artifact, report, read });
  const kept = app.store.transaction((): KeptReceipt => {
    const { last } = lastAnswer(app, key);
    if (last) return last;
    const recorded = recordReport(app, viewer, { artifact, report, read, bills, hosts });
    app.evidence.remember({ ...load, artifact }, read);
    // The key is the content's own hash, so there is no other content to tell apart.
    app.store.receipts.insert({ key, requestDigest: '', receipt: recorded, createdAt: app.clock() });
    return recorded;
  });
  return receiptOf(app, kept);
}

/** Hosts of which the assets are found or created in one transaction, while nobody else is answered. */
const HOSTS_AT_ONCE = 100;

interface NamedHost {
  readonly key: string;
  readonly assetId: string;
}

/**
 * Which asset each host is; new ones are created ahead of the report in transactions of their own, and nobody sees them
 * until it is recorded. An import that breaks off is as if it had not been, and the same file again finds them.
 */
async function nameHosts(
  app: App,
  viewer: Viewer,
  { artifact, report, read }: Pick<Recording, 'artifact' | 'report' | 'read'>,
): Promise<NamedHost[]> {
  const { tool } = importerOf(report);
  const scanId = artifact.slice(0, 32);
  const hosts = [...read.hosts.values()];
  const named: NamedHost[] = [];
  for (let from = 0; from < hosts.length; from += HOSTS_AT_ONCE) {
    const some = hosts.slice(from, from + HOSTS_AT_ONCE);
    const found = app.store.transaction(() =>
      some.map((host): NamedHost => {
        const keys = keysOfReportedHost(host, { tool, store: app.store });
        const name = host.name ?? host.addresses[0] ?? host.key;
        return { key: host.key, assetId: resolveAsset(app, viewer, { keys, name, scanId, ahead: true }) };
      }),
    );
    named.push(...found);
    await setImmediate();
  }
  return named;
}

interface Recording {
  readonly bills: readonly KeptBill[];
  readonly hosts: readonly NamedHost[];
  readonly artifact: string;
  readonly report: OpenedReport;
  readonly read: Sightings;
}

function recordReport(
  app: App,
  viewer: Viewer,
  { artifact, report, read, bills, hosts }: Recording,
): KeptReceipt {
  const { format, mapping, holds, input } = report;
  const { tool } = importerOf(report);
  const scanId = artifact.slice(0, 32);
  const { seq } = app.store.log.append({
    kind: 'report.received',
    object: scanId,
    body: {
      format,
      ...(mapping === undefined ? {} : { mapping }),
      ...(holds === undefined ? {} : { holds }),
      tool,
      artifact,
      zone: input.zone,
      fileName: input.fileName,
      receivedAt: new Date(input.receivedAt).toISOString(),
      hosts,
    },
    actor: viewer.personId,
    via: viewer.via,
  });
  const assetOf = new Map(hosts.map(({ key, assetId }) => [key, assetId]));
  for (const bill of bills) {
    const assetId = assetOf.get(bill.host);
    if (assetId !== undefined) recordBill(app, viewer, { assetId, bill });
  }
  const packages = bills.reduce((sum, bill) => sum + bill.packages, 0);
  const flags = flagsOf(read, input);
  return {
    seq,
    ...(bills.length === 0 ? {} : { packages }),
    ...(flags.length === 0 ? {} : { flags }),
    ...(holds === undefined ? {} : { holds }),
  };
}
