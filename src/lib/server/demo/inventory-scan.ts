import { inventoryEnvelope } from '#scanners/inventory/seal-inventory.ts';
import type { InventoryDocument } from '#scanners/inventory/inventory-document.ts';
import { sealEnvelope } from '#scanners/envelope.ts';
import type { Envelope } from '#scanners/envelope.ts';
import { machineId } from './debian-sections.ts';
import { isWindows } from './host-products.ts';
import { distributions } from './linux-releases.ts';
import type { DemoScan } from './simulate-host.ts';
import { DAY } from './simulate-estate.ts';
import type { DemoHost } from './simulate-estate.ts';
import { windowsSystems } from './windows-catalogue.ts';

const SOURCE = 'Security updates';

/** A Red Hat or Windows host, known through the inventory that another tool wrote. */
export function inventoryScan(scan: DemoScan): Envelope {
  if (scan.trouble !== null) return failedImport(scan);
  const { host, picture, startedAt, fetchedAt } = scan;
  const { os, tool, versionScheme } = systemOf(host);
  const kernel = picture.kernel && {
    running: picture.kernel.running,
    package: picture.kernel.package,
    installed: [...picture.kernel.images],
    bootedAt: instant(picture.kernel.bootedAt),
  };
  return inventoryEnvelope({
    schema: 'patchproof.inventory',
    version: 1,
    tool,
    collectedAt: instant(startedAt),
    host: {
      name: host.name,
      machineId: machineId(host.name),
      cloudId: null,
      addresses: [host.address],
      zone: 'Etc/UTC',
    },
    os,
    versionScheme,
    kernel,
    rebootRequired: picture.kernel?.rebootNeeded ?? false,
    sources: [
      {
        name: SOURCE,
        security: true,
        fetchedAt: instant(fetchedAt),
        publishedAt: instant(fetchedAt - 0.4 * DAY),
      },
    ],
    packages: picture.packages.map(({ name, arch, version, source, installedAt }) => ({
      name,
      arch,
      version,
      source,
      sourceVersion: version,
      ...(installedAt === null ? {} : { installedAt: instant(installedAt) }),
    })),
    updates: picture.packages.flatMap(({ name, arch, missing }) =>
      missing === null ? [] : [{ name, arch, version: missing, source: SOURCE }],
    ),
  });
}

function instant(at: number): string {
  return new Date(Math.floor(at)).toISOString();
}

function systemOf({ release }: DemoHost): Pick<InventoryDocument, 'os' | 'tool' | 'versionScheme'> {
  if (release === null) throw new Error('a network device has no inventory');
  if (!isWindows(release)) {
    const { id, versionId, prettyName } = distributions[release];
    return { os: { id, versionId, name: prettyName }, tool: 'dnf-inventory 2.1', versionScheme: 'rpm' };
  }
  const { product, edition } = windowsSystems[release];
  return {
    os: { id: 'windows', versionId: edition, name: product },
    tool: 'wsus-export 1.4',
    versionScheme: 'windows',
  };
}

/** The tool ran and could not reach the host. */
function failedImport({ host, startedAt, finishedAt, trouble }: DemoScan): Envelope {
  return sealEnvelope({
    scanner: 'import',
    build: systemOf(host).tool,
    method: 'credentialed',
    family: null,
    target: { host: host.name, port: null, address: host.address },
    profile: 'import',
    startedAt,
    finishedAt,
    outcome: 'failed',
    failure: trouble?.failure ?? null,
    hostKey: null,
    sections: [],
  });
}
