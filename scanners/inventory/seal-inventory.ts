import { sealEnvelope } from '../envelope.ts';
import type { CollectedSection, Envelope } from '../envelope.ts';
import type { InventoryDocument } from './inventory-document.ts';
import { packageLines, updateLines } from './section-rows.ts';

/**
 * Seals an inventory as a complete credentialed scan at the instant it was collected. The lists are sections of
 * their own, so that an unchanged one is kept once; tool and instant stand in the manifest only.
 */
export function inventoryEnvelope(document: InventoryDocument): Envelope {
  const { tool, collectedAt, packages, updates } = document;
  const { host, os, versionScheme, kernel, rebootRequired, sources, installedUpdates } = document;
  const at = Date.parse(collectedAt);
  // Left out where it is not told, so that a document that was sealed before has the same bytes.
  const toldUpdates = installedUpdates ? { installedUpdates } : {};
  const facts = { host, os, versionScheme, kernel, rebootRequired, sources, ...toldUpdates };
  return sealEnvelope({
    scanner: 'import',
    build: tool,
    method: 'credentialed',
    family: 'inventory',
    target: { host: host.name, port: null, address: host.addresses[0] ?? null },
    profile: 'import',
    startedAt: at,
    finishedAt: at,
    outcome: 'complete',
    failure: null,
    hostKey: null,
    sections: [
      section('host', `${JSON.stringify(facts, null, 1)}\n`),
      section('packages', packageLines(packages)),
      section('updates', updateLines(updates)),
    ],
  });
}

function section(name: string, text: string): CollectedSection {
  const content = Buffer.from(text, 'utf8');
  return { name, content, exitCode: 0, durationMs: 0, truncated: false, timedOut: false };
}

/**
 * Name of the tool that an inventory came from, without its version: ids of hosts are its own.
 * @param build of the manifest
 * @example toolOf('wsus-export 1.0') // 'wsus-export'
 */
export function toolOf(build: string): string {
  return build.trim().replace(/\s+v?\d\S*$/i, '');
}
