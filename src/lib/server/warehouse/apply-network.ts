import { splitRows } from '#core/inventory/package-facts.ts';
import { serviceText } from '#core/inventory/service-facts.ts';
import type { ServiceFacts } from '#core/inventory/service-facts.ts';
import type { NetworkHost } from '#scanners/nmap/network-observation.ts';
import { scanRow } from './apply-scan.ts';
import type { ApplyContext, ScanEvent } from './apply-scan.ts';

export interface NetworkEvent extends Omit<ScanEvent, 'assetId'> {
  /** Which asset each answering address belongs to, decided when the event was appended. */
  readonly hosts: readonly { readonly address: string; readonly assetId: string }[];
}

/**
 * Apply one network scan: a scan row and the ports of every host that answered. It never closes a finding, and
 * a scan that did not finish takes no port away.
 */
export async function applyNetwork(context: ApplyContext, event: NetworkEvent): Promise<void> {
  const manifest = context.evidence.manifest(event.artifact);
  const network = context.evidence.network(event.artifact);
  if (!network) return;
  for (const { address, assetId } of event.hosts) {
    const host = network.hosts.find((one) => one.address === address);
    if (!host) continue;
    const scan = { ...event, assetId };
    const row = { ...scanRow(scan, manifest, false), host: address };
    const [last] = await context.writer.run('last-observed', { asset_id: assetId, method: 'network' });
    await context.writer.append('scan', [row]);
    const at = Date.parse(manifest.startedAt);
    const late = last?.observedAt ? at <= Date.parse(last.observedAt) : false;
    // A late network scan adds evidence but never overrules a newer one.
    if (!late) await applyServices(context, { scan, at, host, complete: manifest.outcome === 'complete' });
  }
}

interface ServiceChange {
  readonly scan: ScanEvent;
  readonly at: number;
  readonly host: NetworkHost;
  readonly complete: boolean;
}

async function applyServices({ writer }: ApplyContext, change: ServiceChange): Promise<void> {
  const { scan, at, host, complete } = change;
  const [current] = await writer.run('current-services', { asset_id: scan.assetId });
  const before = splitRows(current?.services ?? null);
  const services = host.ports.map(serviceOf);
  const now = new Map(services.map((service) => [service.key, serviceText(service)]));
  const gone = [...before].filter(([key, text]) => (now.has(key) ? now.get(key) !== text : complete));
  if (gone.length > 0) {
    await writer.run('close-services', {
      asset_id: scan.assetId,
      valid_to: new Date(at).toISOString(),
      seq: scan.event.seq,
      keys: gone.map(([key]) => key),
    });
  }
  const edge = {
    asset_id: scan.assetId,
    valid_from: at,
    valid_to: null,
    opened_seq: scan.event.seq,
    closed_seq: null,
    superseded_seq: null,
  };
  const opened = services.filter((service) => before.get(service.key) !== now.get(service.key));
  await writer.append('service_interval', opened.map((service) => ({ ...edge, ...service })));
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
