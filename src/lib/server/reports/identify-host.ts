import { isIP } from 'node:net';
import { withoutHidden } from '#core/hidden-text.ts';
import type { ReportedHost } from '#core/advisory/reported-flaw.ts';
import type { IdentityKey } from '#core/inventory/identify-asset.ts';
import type { Store } from '../store/store.ts';

/**
 * The keys of a host that a report names. Strong: an id that the tool issued, a cloud instance's id, the digest of an
 * image or the id of a repository. Names and addresses are hints, written as our own scans write theirs, so that a host
 * scanned by both is one asset. Characters that do not show are left out of all of them: a mark that a spreadsheet put into
 * a name makes no second asset.
 */
export function keysOfReportedHost(
  host: ReportedHost,
  { tool, store }: { readonly tool: string; readonly store: Pick<Store, 'assetIdentities'> },
): IdentityKey[] {
  const keys: IdentityKey[] = [];
  if (host.cloudId) keys.push({ kind: 'cloud', value: host.cloudId });
  if (host.machineId) keys.push({ kind: 'inventory-id', value: `${tool}:${host.machineId}` });
  if (host.kind !== 'host') return [...keys, target(`${host.kind}:${host.name ?? host.key}`)];
  if (host.name !== null)
    keys.push(target(`ssh:${host.name}:22`), target(`ssh:${host.name.toLowerCase()}:22`));
  const addresses = host.addresses.filter((address) => !isLoopback(address));
  for (const address of addresses) {
    if (isAnothersAddress(host, address, store)) continue;
    keys.push({ kind: 'address', value: address }, target(`ssh:${address}:22`));
  }
  if (host.name === null && addresses.length === 0) keys.push(target(`report:${tool}:${host.key}`));
  return uniqueKeys(keys);
}

function target(value: string): IdentityKey {
  return { kind: 'target', value };
}

/** What a report calls the scanner itself says nothing here: its loopback is not ours. */
function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** An address that was used by a host of another name is no hint: addresses are given out again. */
function isAnothersAddress(
  { name }: ReportedHost,
  address: string,
  { assetIdentities }: Pick<Store, 'assetIdentities'>,
): boolean {
  if (name === null) return false;
  const owners = assetIdentities.match([{ kind: 'address', value: address }, target(`ssh:${address}:22`)]);
  if (owners.length === 0) return false;
  const namesakes = assetIdentities.assetsNamed(name);
  return owners.some(({ assetId }) => {
    if (namesakes.includes(assetId)) return false;
    const names = assetIdentities.namesOf(assetId).filter((one) => isIP(one) === 0);
    return names.length > 0 && !names.some((one) => shortName(one) === shortName(name));
  });
}

function shortName(name: string): string {
  const plain = withoutHidden(name);
  return (plain.split('.')[0] ?? plain).toLowerCase();
}

function uniqueKeys(keys: readonly IdentityKey[]): IdentityKey[] {
  const plain = keys.map(({ kind, value }) => ({ kind, value: withoutHidden(value) }));
  const unique = new Map(plain.map((key) => [`${key.kind} ${key.value}`, key]));
  return [...unique.values()];
}
