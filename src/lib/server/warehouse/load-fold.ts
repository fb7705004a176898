import { emptyFold } from '#core/inventory/fold-asset.ts';
import type { AssetFold, AssetRow } from '#core/inventory/fold-asset.ts';
import { splitRows } from '#core/inventory/package-facts.ts';
import type { Writer } from './writer.ts';

/** The state of an asset as the tables have it. */
export async function loadFold(
  writer: Writer,
  assetId: string,
  previousSufficient: AssetFold['previousSufficient'],
): Promise<AssetFold> {
  const [state] = await writer.run('asset-state', { asset_id: assetId });
  const [packages] = await writer.run('current-packages', { asset_id: assetId });
  const [asset] = await writer.run('current-asset', { asset_id: assetId });
  return {
    tracker: state ? (JSON.parse(state.state) as AssetFold['tracker']) : emptyFold.tracker,
    previousSufficient,
    packages: splitRows(packages?.packages ?? null),
    asset: asset ? (asset as AssetRow) : null,
  };
}
