import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { matchInventory } from '#core/advisory/match.ts';
import type { HostObservation } from '#core/inventory/observation.ts';
import { sealEnvelope, type CollectedSection } from '../envelope.ts';
import { parseRedhat } from './redhat.ts';

const FOLDER = join(import.meta.dirname, '../../tests/fixtures/redhat');

/** Sections of a recorded or written host, by name. For tests. */
export function readSections(host: string): Map<string, string> {
  const files = readdirSync(join(FOLDER, host)).filter((file) => file.endsWith('.txt'));
  return new Map(
    files.map((file) => [file.slice(0, -'.txt'.length), readFileSync(join(FOLDER, host, file), 'utf8')]),
  );
}

/** What the sections say, sealed as a complete scan, with changes to some sections. For tests. */
export function observeSections(
  sections: ReadonlyMap<string, string | Uint8Array>,
  cut: Partial<CollectedSection> & { name?: string } = {},
): HostObservation {
  const collected = [...sections].map(([name, content]): CollectedSection => ({
    name,
    content: Buffer.from(content),
    exitCode: 0,
    durationMs: 1,
    truncated: false,
    timedOut: false,
    ...(cut.name === name ? cut : {}),
  }));
  const { manifest, sections: bytes } = sealEnvelope({
    scanner: 'ssh',
    build: 'test',
    method: 'credentialed',
    family: 'redhat',
    target: { host: 'host', port: 22, address: null },
    profile: 'default',
    startedAt: 1_795_480_000_000,
    finishedAt: 1_795_480_001_000,
    outcome: 'complete',
    failure: null,
    hostKey: null,
    sections: collected,
  });
  return parseRedhat(manifest, (name) => {
    const meta = manifest.sections.find((section) => section.name === name);
    return meta ? (bytes.get(meta.sha256) ?? null) : null;
  });
}

const DAY = 86_400_000;

/** When the hosts are judged, and the limits they are judged by. For tests. */
export const at = 1_795_480_000_000;
export const limits = { staleListsMs: 7 * DAY, staleArchiveMs: 14 * DAY };
export const hosts = ['almalinux-9', 'rhel-9', 'fedora-41', 'centos-7', 'oracle-8'];

/** What a host says, with other texts for some of its sections. For tests. */
export function observe(host: string, changes: Record<string, string> = {}): HostObservation {
  return observeSections(new Map([...readSections(host), ...Object.entries(changes)]));
}

/** Missing patches as sentences `product installed < fixed`. For tests. */
export function missing(observation: HostObservation): string[] {
  return matchInventory(observation, limits, at)
    .missing.map(({ source, installed, securityVersion }) => `${source} ${installed} < ${securityVersion}`)
    .sort();
}

/** Codes of the reasons why the host cannot pass. For tests. */
export function codes(observation: HostObservation, when = at): string[] {
  return matchInventory(observation, limits, when).reasons.map(({ code }) => code);
}
