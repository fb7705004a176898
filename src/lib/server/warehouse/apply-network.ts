import { splitRows } from '#core/inventory/package-facts.ts';
import { serviceText } from '#core/inventory/service-facts.ts';
import type { ServiceFacts } from '#core/inventory/service-facts.ts';
import type { NetworkHost } from '#scanners/nmap/network-observation.ts';
import type { ApplyContext } from './apply-context.ts';
import { scanIdOf, scanRow } from './asset-rows.ts';
import type { ScanEvent } from './scan-event.ts';
import { isAfter } from './last-scans.ts';

interface HostAsset {
  readonly address: string;
  readonly assetId: string;
}

export interface NetworkEvent extends Omit<ScanEvent, 'assetId'> {
  /** Which asset each answering address belongs to, decided when the event was appended. */
  readonly hosts: readonly HostAsset[];
}

/**
 * Apply one network scan: a scan row and the ports of every host that answered. It never closes a finding, and
 * a scan that did not finish takes no port away.
 */
export async function applyNetwork(context: ApplyContext, event: NetworkEvent): Promise<void> {
  const manifest = context.evidence.manifest(event.artifact);
  const at = Date.parse(manifest.startedAt);
  const network = context.evidence.network(event.artifact);
  const answered = event.hosts.filter(({ address }) =>
    network?.hosts.some((host) => host.address === address),
  );
  for (const [assetId, addresses] of addressesByAsset(answered)) {
    const scan = { ...event, assetId };
    const place = { at, scanId: scanIdOf(event.artifact) };
    const last = context.lastScans.of(assetId, 'network');
    if (manifest.outcome !== 'failed')
      context.lastScans.note(assetId, 'network', { ...place, sufficient: false });
    const rows = addresses.map((address) => ({ ...scanRow(scan, manifest, false), host: address }));
    context.writer.append('scan', rows);
    if (last.observed && isAfter(last.observed, place)) {
      await refoldServices(context, scan);
    } else
      await applyServices(
        context,
        scan,
        addresses.map((address) => ({ address, artifact: event.artifact })),
      );
  }
}

/** Two addresses of one asset answer as one host. */
function addressesByAsset(hosts: readonly HostAsset[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { address, assetId } of hosts) {
    const group = groups.get(assetId);
    if (group) group.push(address);
    else groups.set(assetId, [address]);
  }
  return groups;
}

/** A network scan that arrives late: its asset's ports are told anew, in the order of the scans' start. */
async function refoldServices(context: ApplyContext, scan: ScanEvent): Promise<void> {
  await context.writer.run('supersede-service', { asset_id: scan.assetId, seq: scan.event.seq });
  const rows = await context.writer.run('observed-scans', { asset_id: scan.assetId, method: 'network' });
  const byScan = Map.groupBy(rows, ({ artifact }) => artifact);
  for (const [artifact, seen] of byScan) {
    await applyServices(
      context,
      scan,
      seen.map(({ host }) => ({ address: host, artifact })),
    );
  }
}

interface Sighting {
  readonly address: string;
  readonly artifact: string;
}

/** What one scan changes in the ports of one asset, seen at one or more addresses. */
async function applyServices(
  { writer, evidence }: ApplyContext,
  scan: ScanEvent,
  sightings: readonly Sighting[],
): Promise<void> {
  const [{ artifact } = scan] = sightings;
  const manifest = evidence.manifest(artifact);
  const at = Date.parse(manifest.startedAt);
  const network = evidence.network(artifact);
  const hosts = (network?.hosts ?? []).filter((host) =>
    sightings.some(({ address }) => address === host.address),
  );
  // A host that ran into its time limit did not tell all of its ports.
  const complete = manifest.outcome === 'complete' && hosts.every((host) => !host.timedOut);
  const [current] = await writer.run('current-services', { asset_id: scan.assetId });
  const before = splitRows(current?.services ?? null);
  const services = servicesOf(hosts);
  const now = new Map(services.map((service) => [service.key, serviceText(service)]));
  const gone = [...before].filter(([key, text]) => (now.has(key) ? now.get(key) !== text : complete));
  const edge = { assetId: scan.assetId, at, seq: scan.event.seq };
  writer.close(
    'service_interval',
    edge,
    gone.map(([key]) => key),
  );
  const columns = {
    asset_id: scan.assetId,
    valid_from: at,
    valid_to: null,
    opened_seq: scan.event.seq,
    closed_seq: null,
    superseded_seq: null,
  };
  const opened = services.filter((service) => before.get(service.key) !== now.get(service.key));
  writer.append(
    'service_interval',
    opened.map((service) => ({ ...columns, ...service })),
  );
}

/** Ports of all addresses; of one that answers at several, the open one counts. */
function servicesOf(hosts: readonly NetworkHost[]): ServiceFacts[] {
  const services = new Map<string, ServiceFacts>();
  for (const port of hosts.flatMap((host) => host.ports)) {
    const service = serviceOf(port);
    const known = services.get(service.key);
    if (!known || (known.state !== 'open' && service.state === 'open')) services.set(service.key, service);
  }
  return [...services.values()];
}

function serviceOf(port: NetworkHost['ports'][number]): ServiceFacts {
  return {
    key: `${port.protocol}/${port.port}`,
    protocol: port.protocol,
    port: port.port,
    state: port.state,
    service: port.service?.name ?? null,
    product: port.service?.product ?? null,
    version: port.service?.version ?? null,
    extra: port.service?.extraInfo ?? null,
  };
}
