import type { HostIdentity } from './observation.ts';

/** A fact that identifies an asset. Strong ones decide; weak ones (names, addresses, targets) are hints. */
export interface IdentityKey {
  readonly kind: IdentityKind;
  readonly value: string;
}

/** `inventory-id` = a machine id as one importing tool tells it, `TOOL:ID`: an id of that tool's own namespace. */
export const strongKinds = ['scanner', 'host-key+machine-id', 'cloud', 'inventory-id'] as const;
export const weakKinds = ['target', 'address'] as const;
export type IdentityKind = (typeof strongKinds)[number] | (typeof weakKinds)[number];

/** What is known of the keys that a scan brought: key → asset. */
export interface KnownKey extends IdentityKey {
  readonly assetId: string;
}

export type Identification =
  | { readonly kind: 'known'; readonly assetId: string; readonly learnt: readonly IdentityKey[] }
  | { readonly kind: 'new'; readonly learnt: readonly IdentityKey[]; readonly suspects: readonly string[] }
  | {
      readonly kind: 'conflict';
      readonly assetId: string;
      readonly others: readonly string[];
      readonly learnt: readonly IdentityKey[];
    };

/** How a host's identity was read. */
export interface KeySource {
  readonly scannerId: string | null;
  readonly hostKey: string | null;
  readonly target: string;
  /** Name of the tool whose inventory was imported, without its version; absent or null for a scan. */
  readonly inventoryTool?: string | null;
}

/** The keys of a host that a credentialed scan, or an imported inventory, could read. */
export function keysOfHost(identity: HostIdentity | null, source: KeySource): IdentityKey[] {
  const keys: IdentityKey[] = [];
  if (source.scannerId) keys.push({ kind: 'scanner', value: source.scannerId });
  if (identity?.machineId) {
    const hostKeys = new Set([...identity.hostKeys, ...(source.hostKey ? [source.hostKey] : [])]);
    for (const hostKey of [...hostKeys].sort()) {
      keys.push({ kind: 'host-key+machine-id', value: `${hostKey} ${identity.machineId}` });
    }
  }
  if (identity?.cloudId) keys.push({ kind: 'cloud', value: identity.cloudId });
  if (identity?.machineId && source.inventoryTool) {
    keys.push({ kind: 'inventory-id', value: `${source.inventoryTool}:${identity.machineId}` });
  }
  keys.push({ kind: 'target', value: source.target });
  return keys;
}

/**
 * Which asset a scan belongs to (design §4): a scanner-issued id, then SSH host key with machine-id, then a
 * cloud id. Name and address are hints: they find an asset only while it has no strong key, or while the scan
 * brought none. Strong keys of two assets are a conflict that a person decides; the first match is used and
 * nothing is merged.
 * @param hasStrongKeys whether an asset already has a strong key
 */
export function identifyAsset(
  keys: readonly IdentityKey[],
  known: readonly KnownKey[],
  hasStrongKeys: (assetId: string) => boolean,
): Identification {
  const learnt = keys.filter((key) => !known.some((one) => one.kind === key.kind && one.value === key.value));
  const strong = known.filter((key) => isStrong(key.kind)).sort(byStrength);
  const assets = [...new Set(strong.map((key) => key.assetId))];
  const [first, ...others] = assets;
  if (first && others.length > 0) return { kind: 'conflict', assetId: first, others, learnt };
  if (first) return { kind: 'known', assetId: first, learnt };
  const hinted = [...new Set([...known].sort(byStrength).map((key) => key.assetId))];
  const scanHasStrong = keys.some((key) => isStrong(key.kind));
  // The way a host was asked for says more than the address that answered. Hints that disagree must not make
  // another asset of every failed scan.
  const [hint] = hinted.filter((assetId) => !scanHasStrong || !hasStrongKeys(assetId));
  if (hint) return { kind: 'known', assetId: hint, learnt };
  return { kind: 'new', learnt, suspects: hinted };
}

function isStrong(kind: IdentityKind): boolean {
  return strongKinds.some((one) => one === kind);
}

function byStrength(a: IdentityKey, b: IdentityKey): number {
  return order(a.kind) - order(b.kind);
}

function order(kind: IdentityKind): number {
  return [...strongKinds, ...weakKinds].indexOf(kind);
}
