import { emptyFold } from '#core/inventory/fold-asset.ts';
import type { AssetFold } from '#core/inventory/fold-asset.ts';

/** Package rows of the states kept in memory, over all assets; one row takes about 200 bytes. */
const MAX_ROWS = 200_000;

/**
 * States of the assets scanned last, so that the next scan of one need not read it back. Bounded: the asset that
 * was not used for longest goes first.
 */
export interface AssetMemory {
  get(assetId: string): AssetFold | undefined;
  set(assetId: string, fold: AssetFold): void;
}

export function createAssetMemory(maxRows = MAX_ROWS): AssetMemory {
  const kept = new Map<string, AssetFold>();
  let rows = 0;
  const drop = (assetId: string) => {
    rows -= kept.get(assetId)?.packages.size ?? 0;
    kept.delete(assetId);
  };
  return {
    get: (assetId) => kept.get(assetId),
    set: (assetId, fold) => {
      drop(assetId);
      if (fold === emptyFold) return;
      kept.set(assetId, fold);
      rows += fold.packages.size;
      for (const oldest of kept.keys()) {
        if (rows <= maxRows || oldest === assetId) break;
        drop(oldest);
      }
    },
  };
}
