import { adviceKeyOf, adviceKeyText } from '../advisory/advice-key.ts';
import type { InstalledPackage } from './observation.ts';

/**
 * What an asset holds of one product, as the keys that feeds are asked with: mostly one version, of a kernel often
 * several. Assets that hold the same are counted together.
 */
export type Holding = string;

/** Holdings that end, and that begin. */
export interface HoldingChanges {
  readonly closed: readonly Holding[];
  readonly opened: readonly Holding[];
}

export interface Installed {
  /** As `platformOf` writes it; null = no feed speaks of it. */
  readonly platform: string | null;
  readonly packages: readonly InstalledPackage[];
}

const KEYS = '\n';

/** The keys of a product that an asset holds, one text of them for each product. */
export function holdingsOf({ platform, packages }: Installed): ReadonlySet<Holding> {
  const products = new Map<string, Set<string>>();
  for (const pkg of packages) {
    const key = adviceKeyOf(platform, pkg);
    if (key === null) continue;
    const known = products.get(key.product);
    if (known) known.add(adviceKeyText(key));
    else products.set(key.product, new Set([adviceKeyText(key)]));
  }
  return new Set([...products.values()].map((keys) => [...keys].sort().join(KEYS)));
}

export function changedHoldings(before: Installed, after: Installed): HoldingChanges {
  const held = holdingsOf(before);
  const holds = holdingsOf(after);
  return {
    closed: [...held].filter((holding) => !holds.has(holding)),
    opened: [...holds].filter((holding) => !held.has(holding)),
  };
}
