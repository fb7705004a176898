import type { AssetFacts } from '#core/inventory/asset-facts.ts';
import type { ReleaseLife } from '#core/advisory/feed-item.ts';
import { releaseSupport, unclearSupport } from '#core/inventory/release-support.ts';
import type { ReleaseSupport } from '#core/inventory/release-support.ts';
import type { App } from '../app.ts';
import type { View } from '../read-view.ts';

/** How long the release of an asset's system gets fixes, by what feeds say; null = none knows the release. */
export async function findSupport(
  app: App,
  view: View,
  { facts }: { readonly facts: AssetFacts | null },
): Promise<ReleaseSupport | null> {
  const release = facts?.release;
  if (release === undefined) return null;
  const subjects = release.either ?? [release.subject];
  const rows = await app.warehouse.query('release-life', { ...view.params, subjects: [...subjects] });
  // Written by the parsers of feeds, as every fact of theirs.
  const lives = rows.map(({ content }) => JSON.parse(content) as ReleaseLife);
  const day = view.asOf.slice(0, 10);
  if (release.either !== undefined) return unclearSupport(lives, { of: subjects.length, day });
  const [life] = lives;
  return life ? releaseSupport(life, day) : null;
}
