import type { ReleaseLife } from '#core/advisory/feed-item.ts';
import { releaseSubject, releaseSupport } from '#core/inventory/release-support.ts';
import type { ReleaseSupport } from '#core/inventory/release-support.ts';
import type { App } from '../app.ts';
import type { View } from '../read-view.ts';

/** How long the release of an asset's system gets fixes, by what feeds say; null = none knows the release. */
export async function findSupport(
  app: App,
  view: View,
  system: { readonly osId: string | null; readonly os: string | null },
): Promise<ReleaseSupport | null> {
  const subject = releaseSubject(system);
  if (subject === null) return null;
  const [row] = await app.warehouse.query('release-life', { ...view.params, subject });
  return row ? releaseSupport(JSON.parse(row.content) as ReleaseLife, view.asOf.slice(0, 10)) : null;
}
