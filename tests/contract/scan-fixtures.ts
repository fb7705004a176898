import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostObservation } from '#core/inventory/observation.ts';
import { decodeEnvelope, type Envelope } from '#scanners/envelope.ts';
import { parseObservation } from '#scanners/index.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/scan');

/** Names of the recorded hosts. */
export const recordedHosts = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** A recorded scan, verified and unpacked. */
export function readRecorded(host: string): Envelope {
  return decodeEnvelope(readFileSync(join(FOLDER, host, 'envelope.json')));
}

/** A JSON file beside a recorded scan. */
export function readBeside(host: string, file: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, host, file), 'utf8'));
}

/** Bytes of a section by name. */
export function sectionOf({ manifest, sections }: Envelope, name: string): Uint8Array | null {
  const meta = manifest.sections.find((section) => section.name === name);
  return meta ? (sections.get(meta.sha256) ?? null) : null;
}

/** What a recorded or fresh scan says. */
export function observe(envelope: Envelope): HostObservation {
  return parseObservation(envelope.manifest, (name) => sectionOf(envelope, name));
}
