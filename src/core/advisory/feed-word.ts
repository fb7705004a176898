import { adviceKeyTextOf } from './advice-key.ts';
import type { FeedWord } from './finding-state.ts';
import { awaitedSettings, awaitedUpdates } from './installed-versions.ts';
import type { Seen } from './installed-versions.ts';
import { readPlatform } from './platform.ts';
import { keyOfPlace } from './settings-item.ts';

/**
 * What the word of feeds counts for: everything that they are asked about. An update that a finding waits for is judged
 * with its product: while another one is missing, that one only takes its place.
 * @param keys product → key that feeds are asked by
 */
export function feedWord(seen: Seen, keys: ReadonlyMap<string, string>): FeedWord {
  const { platform, packages, answerOf, tracker, product } = seen;
  const judged = new Set(packages.map(({ name, arch }) => `${name}:${arch}`));
  if (platform !== null && readPlatform(platform).ecosystem === 'windows') {
    for (const pkg of packages) {
      for (const key of awaitedSettings(tracker, product(pkg))) judged.add(key);
      const missing = answerOf(adviceKeyTextOf(platform, pkg) ?? '')?.updates?.missing ?? [];
      if (missing.length > 0) continue;
      for (const key of awaitedUpdates(tracker, product(pkg))) judged.add(key);
    }
  }
  return { judged, endsAs: (place) => answerOf(keyOfPlace(keys, place) ?? '')?.endsAs ?? 'not_affected' };
}
