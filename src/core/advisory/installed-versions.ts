import type { InstalledPackage } from '../inventory/observation.ts';
import { isUpdateId, NO_UPDATE } from '../version/windows-update.ts';
import { adviceKeyTextOf } from './advice-key.ts';
import type { AnswerOf } from './feed-answer.ts';
import type { TrackerState } from './finding-state.ts';
import { readPlatform, windowsHostOf } from './platform.ts';
import { settingsPlace } from './settings-item.ts';
import { splitKey } from './tiers.ts';

/** What is installed on an asset, as feeds are asked about it. */
export interface Seen {
  readonly platform: string | null;
  readonly packages: readonly InstalledPackage[];
  readonly answerOf: AnswerOf;
  readonly tracker: TrackerState;
  readonly product: (pkg: InstalledPackage) => string;
}

/**
 * `name:arch` → version of everything that a scan saw, on Windows with the updates that findings wait for: in place, or
 * not. An update of which feeds say nothing any more is in place only where the host lists it.
 */
export function installedVersions({ platform, packages, ...seen }: Seen): ReadonlyMap<string, string> {
  const installed = new Map(packages.map((pkg) => [`${pkg.name}:${pkg.arch}`, pkg.version]));
  const read = platform === null ? null : readPlatform(platform);
  if (read?.ecosystem !== 'windows') return installed;
  const listed = windowsHostOf(read).updates ?? [];
  for (const pkg of packages) {
    const product = seen.product(pkg);
    const answer = seen.answerOf(adviceKeyTextOf(platform, pkg) ?? '');
    const { missing = [], inPlace = [] } = answer?.updates ?? {};
    // No scan sees a setting: only a person's word is a proof.
    for (const notice of answer?.settings ?? []) installed.set(`${product}:${notice}`, NO_UPDATE);
    for (const key of awaitedSettings(seen.tracker, product)) installed.set(key, NO_UPDATE);
    for (const update of missing) installed.set(`${update}:${pkg.arch}`, NO_UPDATE);
    for (const update of inPlace) installed.set(`${update}:${pkg.arch}`, update);
    for (const key of awaitedUpdates(seen.tracker, product)) {
      const { name } = splitKey(key);
      if (!installed.has(key)) installed.set(key, listed.includes(name) ? name : NO_UPDATE);
    }
  }
  return installed;
}

/** Keys of the updates that the open finding of a product waits for. */
export function awaitedUpdates(tracker: TrackerState, product: string): string[] {
  const tiers = tracker[product]?.open?.tiers ?? [];
  return tiers.flatMap(({ targets }) => Object.keys(targets)).filter((key) => isUpdateId(splitKey(key).name));
}

/** Keys of the settings that open findings of a product wait for. */
export function awaitedSettings(tracker: TrackerState, product: string): string[] {
  const start = settingsPlace(product, '');
  return Object.keys(tracker)
    .filter((place) => place.startsWith(start))
    .flatMap((place) => tracker[place]?.open?.tiers ?? [])
    .flatMap(({ targets }) => Object.keys(targets));
}
