import { readPlatform, windowsHostOf } from '#core/advisory/platform.ts';

/**
 * The platform of feeds in words for people.
 * @example platformLabel('windows/+KB5002500+listed+on windows server 2022')
 * // 'windows server 2022 with KB5002500'
 */
export function platformLabel(text: string): string {
  const platform = readPlatform(text);
  if (platform.ecosystem === 'purl') return 'any system';
  if (platform.ecosystem !== 'windows') return text;
  const { system, updates } = windowsHostOf(platform);
  const name = system ?? 'windows';
  if (updates === null) return `${name}, installed updates not listed`;
  return updates.length === 0 ? `${name} without listed updates` : `${name} with ${updates.join(', ')}`;
}
