import type { HostObservation } from '#core/inventory/observation.ts';
import type { EnvelopeManifest } from './envelope.ts';
import { inputError } from './failure.ts';
import { local } from './local/index.ts';
import { nmap } from './nmap/index.ts';
import type { NetworkObservation } from './nmap/network-observation.ts';
import { parseNmapXml } from './nmap/parse.ts';
import type { Scanner } from './scanner.ts';
import { families, isFamilyName, type ReadSection } from './ssh/families.ts';
import { ssh } from './ssh/index.ts';

/** Registry of collectors: names, forms, commands and contract tests come from it. */
export const scanners = { local, ssh, nmap } as const satisfies Record<string, Scanner>;

export type ScannerName = keyof typeof scanners;

/**
 * Parses the sections of a credentialed scan. Total for a known family: unreadable content becomes problems.
 * @throws AppError FAMILY_UNKNOWN when no parser of this build reads such an envelope (failed before detection,
 * network scan, or a newer collector's family).
 */
export function parseObservation(manifest: EnvelopeManifest, read: ReadSection): HostObservation {
  const { family } = manifest;
  if (family === null || !isFamilyName(family)) {
    throw inputError(
      'FAMILY_UNKNOWN',
      'No parser of this version reads this envelope.',
      'Update Patchproof, or scan the host again.',
    );
  }
  return families[family].parse(manifest, read);
}

/** What a network scan saw that failed before nmap wrote anything. */
const nothing: NetworkObservation = {
  args: '',
  startedAt: null,
  finishedAt: null,
  finished: false,
  exit: null,
  hosts: [],
};

/**
 * Parses the XML section of a network scan; a document that broke off gives its complete hosts, `finished: false`. A scan
 * that failed without a word of nmap (it is not installed, say) saw nothing.
 * @throws AppError FORMAT_UNKNOWN, XML_DTD_FORBIDDEN … when the section is not nmap's XML.
 */
export function parseNetwork({ outcome }: EnvelopeManifest, read: ReadSection): NetworkObservation {
  const xml = read('nmap-xml') ?? new Uint8Array();
  if (outcome === 'failed' && Buffer.from(xml).toString('latin1').trim() === '') return nothing;
  const { observation, brokenAtLine } = parseNmapXml(new TextDecoder().decode(xml));
  return brokenAtLine === null
    ? observation
    : { ...observation, finished: false, finishedAt: null, exit: null };
}
