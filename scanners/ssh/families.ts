import type { HostObservation } from '#core/inventory/observation.ts';
import type { EnvelopeManifest } from '../envelope.ts';
import { composeScript, type CollectorScript, type FamilyScript } from './collector-script.ts';
import { parseDebian } from './debian.ts';
import { inventorySections, parseInventory } from '../inventory/parse-inventory.ts';
import { billSections, parseBill } from '../sbom/parse-bill.ts';
import { commonSections, debianScript } from './debian-script.ts';
import { parseRedhat } from './redhat.ts';
import { redhatScript } from './redhat-script.ts';

/** Raw bytes of a section by name, or null when the envelope has none of that name. */
export type ReadSection = (name: string) => Uint8Array | null;

export interface Family {
  /** null = nothing is collected from the host itself: another tool's file is imported. */
  readonly script: FamilyScript | null;
  /** Sections without which no verdict is sound. */
  readonly required: readonly string[];
  /** The one section that makes an interrupted scan partial instead of failed. */
  readonly evidence: string;
  /** Total: whatever the bytes, it answers, with what it could not read among `problems`. */
  parse(manifest: EnvelopeManifest, read: ReadSection): HostObservation;
}

function family(script: FamilyScript, evidence: string, parse: Family['parse']): Family {
  const required = [...commonSections, ...script.sections].filter((section) => section.required);
  return { script, evidence, parse, required: required.map((section) => section.name) };
}

/** Registry of host families: operating systems that can be scanned with credentials, and imported inventories. */
export const families = {
  // First, and by its own name: a host of this family may have Debian's tools installed as well.
  redhat: family(redhatScript, 'rpm', parseRedhat),
  debian: family(debianScript, 'dpkg', parseDebian),
  inventory: { script: null, required: inventorySections, evidence: 'packages', parse: parseInventory },
  sbom: { script: null, required: billSections, evidence: 'packages', parse: parseBill },
} as const satisfies Record<string, Family>;

export type FamilyName = keyof typeof families;

/** Narrows what the script or a manifest says to a registered family. */
export function isFamilyName(name: string): name is FamilyName {
  return Object.hasOwn(families, name);
}

const scripts = Object.values(families).flatMap(({ script }) => (script ? [script] : []));

/** The one constant script for every family. */
export const collectorScript: CollectorScript = composeScript(commonSections, scripts);

/** Sections a complete run has at most (the last is stderr), for a progress bar. */
export const sectionTotal =
  commonSections.length + Math.max(...scripts.map(({ sections }) => sections.length)) + 1;
