import type { ApplyContext } from './apply-context.ts';
import type { Writer } from './writer.ts';

/** An asset as the event that created it tells it. */
export interface CreatedAsset {
  readonly assetId: string;
  readonly unit: string;
  readonly firstName: string;
}

/** Assets created ahead of their report, by id. */
export type WaitingAssets = Map<string, CreatedAsset>;

/** The beginning of time for a decision that holds for all of an asset's history. */
const ALWAYS = 0;

export async function loadWaitingAssets(writer: Writer): Promise<WaitingAssets> {
  return new Map((await writer.run('waiting-assets', {})).map((asset) => [asset.assetId, asset]));
}

type Showing = Pick<ApplyContext, 'writer' | 'facts'>;

export function showAsset({ writer, facts }: Showing, asset: CreatedAsset, seq: number): void {
  const { assetId, unit, firstName } = asset;
  writer.append('asset', [{ asset_id: assetId, first_name: firstName, opened_seq: seq }]);
  const built = { asset_id: assetId, attribute: 'unit', value: unit, valid_from: ALWAYS };
  writer.append('asset_decision', [{ ...built, recorded_at: ALWAYS, opened_seq: seq }]);
  facts.addDecision({ assetId, attribute: 'unit', value: unit, countsFrom: ALWAYS });
}

export function letWait(
  { writer }: Pick<ApplyContext, 'writer'>,
  waiting: WaitingAssets,
  asset: CreatedAsset,
): void {
  const { assetId, unit, firstName } = asset;
  writer.append('waiting_asset', [{ asset_id: assetId, first_name: firstName, unit }]);
  waiting.set(assetId, asset);
}

/** An event brings something about these assets: those that waited for it show from now on. */
export async function showWaiting(
  context: Showing,
  waiting: WaitingAssets,
  { assetIds, seq }: { readonly assetIds: readonly string[]; readonly seq: number },
): Promise<void> {
  const named = new Set(assetIds);
  const shown = [...named].flatMap((assetId) => waiting.get(assetId) ?? []);
  if (shown.length === 0) return;
  await context.writer.run('delete-waiting-assets', { asset_ids: shown.map(({ assetId }) => assetId) });
  for (const asset of shown) {
    waiting.delete(asset.assetId);
    showAsset(context, asset, seq);
  }
}
