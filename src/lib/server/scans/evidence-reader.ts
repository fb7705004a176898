import type { HostObservation } from '#core/inventory/observation.ts';
import type { EnvelopeManifest } from '#scanners/envelope.ts';
import { readAdvisories } from '#scanners/feeds/advisories-document.ts';
import { openFeedFile } from '#scanners/feeds/feed-input.ts';
import { feeds } from '#scanners/feeds/index.ts';
import { parseNetwork, parseObservation } from '#scanners/index.ts';
import type { NetworkObservation } from '#scanners/nmap/network-observation.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { openKeptFeed } from '../feeds/feed-artifact.ts';
import { openKeptReport } from '../reports/report-artifact.ts';
import type { ReportReader } from '../reports/report-reader.ts';
import type { Evidence } from '../warehouse/evidence.ts';
import { openSightings } from '../warehouse/read-sightings.ts';
import type { ReportLoad, Sightings } from '../warehouse/read-sightings.ts';

const KEPT = 8;

/** Evidence as the product reads it: the manifest by its hash, sections by name, parsed once per artifact. */
export interface EvidenceReader extends Evidence {
  /** What was read of a report before it was recorded: the same again, once, so that it need not be read again. */
  remember(load: ReportLoad, sightings: Sightings): void;
  /** Raw bytes of a section, null when the scan has none of that name. */
  section(artifact: string, name: string): Uint8Array | null;
}

export function createEvidenceReader(artifacts: ArtifactStore, reports: ReportReader): EvidenceReader {
  const observations = new Map<string, HostObservation>();
  let justRead: { readonly load: string; readonly sightings: Sightings } | null = null;
  const manifest = (artifact: string): EnvelopeManifest => {
    const text = artifacts.get(artifact).toString('utf8');
    return JSON.parse(text) as EnvelopeManifest;
  };
  const section = (artifact: string, name: string) => readSection(artifacts, manifest(artifact), name);
  return {
    manifest,
    section,
    observation: (artifact) => {
      const kept = observations.get(artifact);
      if (kept) return kept;
      const sealed = manifest(artifact);
      if (sealed.family === null || sealed.sections.length === 0) return null;
      const observation = parseObservation(sealed, (name) => readSection(artifacts, sealed, name));
      observations.set(artifact, observation);
      const [oldest] = observations.keys();
      if (observations.size > KEPT && oldest !== undefined) observations.delete(oldest);
      return observation;
    },
    network: (artifact): NetworkObservation | null => {
      const sealed = manifest(artifact);
      return sealed.method === 'network'
        ? parseNetwork(sealed, (name) => readSection(artifacts, sealed, name))
        : null;
    },
    advisories: (artifact) => readAdvisories(artifacts.get(artifact)),
    sightings: async (load, hosts) => {
      const read = hosts === null && justRead?.load === JSON.stringify(load) ? justRead.sightings : null;
      if (hosts === null) justRead = null;
      return (
        read ?? openSightings(await reports.again(openKeptReport(artifacts, load.artifact), load, hosts))
      );
    },
    reportedRows: (planned, add) =>
      reports.rows(openKeptReport(artifacts, planned.load.artifact), planned, add),
    remember: (load, sightings) => {
      justRead = { load: JSON.stringify(load), sightings };
    },
    feed: async ({ feed, fileName, receivedAt, ...kept }, emit) => {
      const input = await openFeedFile({ fileName, receivedAt, content: openKeptFeed(artifacts, kept) });
      return feeds[feed].read(input, emit);
    },
  };
}

function readSection(artifacts: ArtifactStore, manifest: EnvelopeManifest, name: string): Uint8Array | null {
  const meta = manifest.sections.find((one) => one.name === name);
  return meta ? artifacts.get(meta.sha256) : null;
}
