import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { AssetAttribute } from './asset-attributes.ts';

export interface Decision {
  readonly attribute: AssetAttribute;
  /** null = the decision is withdrawn. */
  readonly value: string | null;
}

/** What is decided of one asset from one instant on; checked by the caller. */
export interface DecisionEntry {
  readonly assetId: string;
  /** ISO instant with milliseconds and Z. */
  readonly effectiveFrom: string;
  readonly decisions: readonly Decision[];
}

export interface DecideReceipt {
  readonly assets: number;
  /** First and last of the events, which follow each other: what an undo names. */
  readonly firstSeq: number;
  readonly seq: number;
}

/** One event per entry in one transaction, all or none, applied when it resolves. The caller has checked the entries. */
export async function recordDecisions(
  app: App,
  asking: Viewer,
  entries: readonly DecisionEntry[],
): Promise<DecideReceipt> {
  const viewer = authorised(asking, 'asset.decide');
  const seq = app.store.transaction(() => {
    let last = 0;
    for (const { assetId, effectiveFrom, decisions } of entries) {
      last = app.store.log.append({
        kind: 'asset.decided',
        object: assetId,
        body: { assetId, decisions },
        actor: viewer.personId,
        via: viewer.via,
        effectiveFrom,
      }).seq;
    }
    return last;
  });
  await app.warehouse.catchUp();
  const assets = new Set(entries.map(({ assetId }) => assetId)).size;
  return { assets, firstSeq: seq - entries.length + 1, seq };
}
