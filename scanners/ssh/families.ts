import type { HostObservation } from '#core/inventory/observation.ts';
import type { EnvelopeManifest } from '../envelope.ts';
import { composeScript, type CollectorScript, type FamilyScript } from './collector-script.ts';
import { parseDebian } from './debian.ts';
import { commonSections, debianScript } from './debian-script.ts';

/** Raw bytes of a section by name, or null when the envelope has none of that name. */
export type ReadSection = (name: string) => Uint8Array | null;

export interface Family {
  readonly script: FamilyScript;
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

/** Registry of operating system families that can be scanned with credentials. */
export const families = {
  debian: family(debianScript, 'dpkg', parseDebian),
} as const satisfies Record<string, Family>;

export type FamilyName = keyof typeof families;

/** Narrows what the script or a manifest says to a registered family. */
export function isFamilyName(name: string): name is FamilyName {
  return Object.hasOwn(families, name);
}

/** The one constant script for every family. */
export const collectorScript: CollectorScript = composeScript(
  commonSections,
  Object.values(families).map(({ script }) => script),
);

/** Sections a complete run has at most (the last is stderr), for a progress bar. */
export const sectionTotal =
  commonSections.length +
  Math.max(...Object.values(families).map(({ script }) => script.sections.length)) +
  1;
