import { canonicalJson } from '#core/canonical-json.ts';
import { sealBill } from '#scanners/sbom/seal-bill.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { Receipt } from '../scans/receive-envelope.ts';
import type { Sightings } from '../warehouse/read-sightings.ts';

/** What a bill of materials lists, sealed as a scan of what it describes. */
export interface KeptBill {
  /** `ReportedHost.key`. */
  readonly host: string;
  readonly artifact: string;
  readonly packages: number;
  readonly outcome: Receipt['outcome'];
}

/** Keep what the bills of a report list; those without a package that feeds could judge are none. */
export function keepBills(
  { artifacts }: Pick<App, 'artifacts'>,
  { bills }: Pick<Sightings, 'bills'>,
  receivedAt: number,
): KeptBill[] {
  return bills.flatMap((bill): KeptBill[] => {
    const sealed = sealBill(bill, receivedAt);
    if (sealed === null) return [];
    const { manifest, sections } = sealed.envelope;
    for (const content of sections.values()) artifacts.put(content);
    const { sha256: artifact } = artifacts.put(Buffer.from(canonicalJson(manifest), 'utf8'));
    return [{ host: bill.host, artifact, packages: sealed.packages, outcome: manifest.outcome }];
  });
}

/** Record it as a scan of the asset, within the caller's transaction; the same list at the same instant once. */
export function recordBill(
  { store, clock }: Pick<App, 'store' | 'clock'>,
  viewer: Viewer,
  { assetId, bill }: { readonly assetId: string; readonly bill: KeptBill },
): void {
  const { artifact, outcome } = bill;
  if (store.receipts.find(artifact)) return;
  const scanId = artifact.slice(0, 32);
  const { seq } = store.log.append({
    kind: 'scan.received',
    object: scanId,
    body: { assetId, artifact, jobId: null },
    actor: viewer.personId,
    via: viewer.via,
  });
  const receipt: Receipt = { format: 'envelope', scanId, seq, outcome, assets: [assetId] };
  store.receipts.insert({ key: artifact, requestDigest: '', receipt, createdAt: clock() });
}
