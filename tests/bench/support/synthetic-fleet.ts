import { parseObservation } from '#scanners/index.ts';
import type { Envelope } from '#scanners/envelope.ts';
import type { HostObservation } from '#core/inventory/observation.ts';
import { debianEnvelope } from '../../integration/support/debian-host.ts';

/** When the fleet was first scanned, UTC ms. */
export const fleetStart = Date.parse('2026-05-01T06:00:00.000Z');
const DAY = 86_400_000;

export interface FleetHost {
  readonly number: number;
  /** How many days after the first scan; every tenth of the missing patches is installed per day. */
  readonly day: number;
  readonly packages: number;
  readonly missing: number;
  /** How many ms later the host was scanned once more, with nothing changed on it. Default 0. */
  readonly later?: number;
}

/** The sealed scan of one host of a synthetic fleet: names, versions and log as long as real ones. */
export function fleetEnvelope({ number, day, packages, missing, later = 0 }: FleetHost): Envelope {
  const at = fleetStart + day * DAY + number * 1000;
  const patched = Math.floor((missing * day) / 10);
  const entries = Array.from({ length: packages }, (_, index) => {
    const name = `lib${word(index)}-perl${index}`;
    const version = `${1 + (index % 7)}.${index % 50}.${(number + index) % 9}-${1 + (index % 3)}+deb12u1`;
    if (index >= missing) return [name, { version }] as const;
    const security = version.replace('u1', 'u9');
    return [name, { version: index < patched ? security : version, security }] as const;
  });
  const log = entries
    .slice(0, 400)
    .map(([name, { version }], index) => ({ at: at - DAY - index * 60_000, name, version }));
  const lists = { fetchedAt: at - DAY / 2 };
  return debianEnvelope({
    name: `host-${number}`,
    startedAt: at + later,
    packages: Object.fromEntries(entries),
    log,
    ...lists,
  });
}

export function parseEnvelope({ manifest, sections }: Envelope): HostObservation {
  return parseObservation(manifest, (name) => {
    const meta = manifest.sections.find((section) => section.name === name);
    return meta ? (sections.get(meta.sha256) ?? null) : null;
  });
}

function word(index: number): string {
  return (
    ['crypt', 'json', 'xml-parser', 'net-ssleay', 'template', 'database', 'unicode-map'][index % 7] ?? 'x'
  );
}

/** CPU of this process and all its threads so far, ms. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
