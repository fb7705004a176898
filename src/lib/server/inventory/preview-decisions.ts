import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import type { DecidedFactsRow } from '../warehouse/queries.gen.ts';
import { attributes } from './asset-attributes.ts';
import type { AssetAttribute } from './asset-attributes.ts';
import { readDecisions } from './decide-assets.ts';
import type { DecideInput } from './decide-assets.ts';
import type { DecisionEntry } from './record-decisions.ts';

/** So many assets go from one value to another. */
export interface DecidedChange {
  readonly attribute: AssetAttribute;
  /** null = not set. */
  readonly from: string | null;
  readonly to: string | null;
  readonly assets: number;
}

export interface DecisionPreview {
  /** Assets it is about, and those of them for which anything becomes different. */
  readonly assets: number;
  readonly changing: number;
  /** ISO instants from which it holds, each once. */
  readonly effectiveFrom: readonly string[];
  readonly changes: readonly DecidedChange[];
}

/** What `decideAssets` would change, without recording anything. @throws AppError as `decideAssets` */
export async function previewDecisions(app: App, asking: Viewer, input: DecideInput) {
  const viewer = authorised(asking, 'asset.decide');
  return describeEntries(app, viewer, await readDecisions(app, viewer, input));
}

/** The value of an attribute as a decision would write it; unassigned, active and no scope are the values of a new asset. */
export function decidedValue(row: DecidedFactsRow | undefined, attribute: AssetAttribute): string | null {
  if (attribute === 'unit') return row?.unit ?? 'default';
  if (attribute === 'status') return row?.retired ? 'retired' : 'active';
  return row?.[attribute] || null;
}

/** Old and new values with the number of assets, per attribute, against what holds at each entry's own instant. */
export async function describeEntries(
  app: App,
  asking: Viewer,
  entries: readonly DecisionEntry[],
): Promise<DecisionPreview> {
  const viewer = authorised(asking, 'asset.decide');
  const view = await resolveView(app, viewer, {});
  const counted = new Map<string, DecidedChange & { assets: number }>();
  const changing = new Set<string>();
  const byInstant = Map.groupBy(entries, ({ effectiveFrom }) => effectiveFrom);
  for (const [as_of, group] of byInstant) {
    const ids = group.map(({ assetId }) => assetId);
    const rows = await app.warehouse.query('decided-facts', { ...view.params, as_of, ids });
    const known = new Map(rows.map((row) => [row.id, row]));
    for (const { assetId, decisions } of group) {
      for (const { attribute, value } of decisions) {
        const from = decidedValue(known.get(assetId), attribute);
        const to = value ?? decidedValue(undefined, attribute);
        if (from !== to) changing.add(assetId);
        const key = JSON.stringify([attribute, from, to]);
        const change = counted.get(key) ?? { attribute, from, to, assets: 0 };
        counted.set(key, { ...change, assets: change.assets + 1 });
      }
    }
  }
  return {
    assets: new Set(entries.map(({ assetId }) => assetId)).size,
    changing: changing.size,
    effectiveFrom: [...byInstant.keys()].sort(),
    changes: [...counted.values()].sort(inOrder),
  };
}

function inOrder(a: DecidedChange, b: DecidedChange): number {
  const place = attributes.indexOf(a.attribute) - attributes.indexOf(b.attribute);
  return place || b.assets - a.assets || String(a.from).localeCompare(String(b.from));
}
