import type { OwnSay } from '#core/reports/own-say.ts';
import type { OwnEvidence } from '#core/reports/reported-finding.ts';
import type { ApplyContext } from './apply-context.ts';
import type { PastScan } from './stored-flaws.ts';

/** Our own complete scans of an asset. */
export type OwnScans = ReadonlyMap<string, readonly PastScan[]>;

/** What our own scans say of a product of an asset; null = nothing, so that other tools have the say. */
export type OwnBook = (assetId: string, product: string) => OwnEvidence | null;

/** Read what our own scans saw of these products; assets without such a scan are not asked about. */
export async function readOwnEvidence(
  { writer }: ApplyContext,
  scans: OwnScans,
  products: ReadonlySet<string>,
): Promise<OwnBook> {
  const assets = [...scans].filter(([, own]) => own.length > 0).map(([assetId]) => assetId);
  if (assets.length === 0 || products.size === 0) return () => null;
  const rows = await writer.run('reported-own', { asset_ids: assets, products: [...products] });
  const says = new Map<string, OwnSay>();
  for (const [key, seen] of Map.groupBy(rows, (row) => keyOf(row.assetId, row.product))) {
    const versions = seen.map(({ version, validFrom, validTo }) => ({
      version,
      fromAt: Date.parse(validFrom),
      untilAt: validTo === null ? null : Date.parse(validTo),
    }));
    says.set(key, { knownFromAt: Math.min(...versions.map(({ fromAt }) => fromAt)), versions });
  }
  return (assetId, product) => {
    const say = says.get(keyOf(assetId, product));
    if (!say) return null;
    const scanAt = (at: number) => scans.get(assetId)?.find((scan) => scan.at === at)?.scanId ?? null;
    return { say, scanAt };
  };
}

function keyOf(assetId: string, product: string): string {
  return `${assetId}\n${product}`;
}
