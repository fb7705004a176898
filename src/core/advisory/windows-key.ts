import type { AdviceKey } from './advice-key.ts';
import { readPlatform, windowsHostOf } from './platform.ts';
import { windowsNames } from './windows-product.ts';

/** The names under which Microsoft's data may speak of a key's product, in small letters. */
export function windowsNamesOf({ platform, product, version }: AdviceKey): string[] {
  const at = product.lastIndexOf('.');
  const pkg = { name: product.slice(0, at), arch: product.slice(at + 1), version };
  return windowsNames(pkg, windowsHostOf(readPlatform(platform)).system);
}
