import type { z } from 'zod';
import type { HostObservation } from '#core/inventory/observation.ts';
import type { EnvelopeManifest } from '../envelope.ts';
import { parsePackages } from '../inventory/package-rows.ts';
import { ProblemList } from '../ssh/section-lines.ts';
import { billHostSchema } from './seal-bill.ts';

export const billSections = ['host', 'packages'] as const;

/** Parses the sections of a sealed bill of materials. Total: what it cannot read is among `problems`. */
export function parseBill(
  { sections, target }: EnvelopeManifest,
  read: (name: string) => Uint8Array | null,
): HostObservation {
  const problems = new ProblemList();
  for (const name of billSections)
    if (!sections.some((section) => section.name === name))
      problems.add(name, 'missing', 'the section was not received');
  const text = (name: string) => new TextDecoder().decode(read(name) ?? new Uint8Array());
  const host = parseHost(text('host'), problems);
  const scheme = host?.scheme ?? 'semver';
  const { packages } = parsePackages(text('packages'), scheme, problems);
  const { os } = host ?? { os: null };
  const observation: HostObservation = {
    family: 'sbom',
    versionScheme: scheme,
    os: {
      id: os?.id ?? 'unknown',
      versionId: os?.versionId ?? null,
      codename: os?.codename ?? null,
      prettyName: os?.name ?? 'bill of materials',
    },
    identity: {
      hostname: host?.name ?? target.host,
      machineId: null,
      hostKeys: [],
      addresses: [],
      cloudId: null,
    },
    zone: null,
    clockOffsetMs: null,
    kernel: { running: '', inContainer: false, runningPackage: null, installedImages: [], isGiven: false },
    packages,
    policies: new Map(),
    archives: [],
    pending: [],
    installRecords: [],
    rebootRequired: null,
    servicesToRestart: null,
    problems: problems.list(),
    notSeen: (host?.left ?? []).map(({ reason, n }) => `${n} components ${reason} are not judged.`),
  };
  return host?.partial ? { ...observation, partialList: host.partial } : observation;
}

function parseHost(text: string, problems: ProblemList): z.infer<typeof billHostSchema> | null {
  try {
    const parsed = billHostSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    problems.add('host', 'unreadable', 'a field is not as expected');
  } catch {
    problems.add('host', 'unreadable', 'the section is not JSON');
  }
  return null;
}
