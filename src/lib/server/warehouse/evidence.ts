import type { HostObservation } from '#core/inventory/observation.ts';
import type { EnvelopeManifest } from '#scanners/envelope.ts';
import type { AdvisoriesDocument } from '#scanners/feeds/advisories-document.ts';
import type { NetworkObservation } from '#scanners/nmap/network-observation.ts';

/** The sealed evidence behind an event, read back from the artifact packs and parsed by pure functions. */
export interface Evidence {
  manifest(artifact: string): EnvelopeManifest;
  /** null when nothing of the host was read. */
  observation(artifact: string): HostObservation | null;
  network(artifact: string): NetworkObservation | null;
  advisories(artifact: string): AdvisoriesDocument;
}

/** What the warehouse needs of the log: the events in order, and how far they go. */
export interface EventSource {
  read(afterSeq: number, limit: number): AppliedEvent[];
  head(): { epoch: number; seq: number; root: string };
  rootAt(seq: number): string;
}

export interface AppliedEvent {
  readonly seq: number;
  readonly epoch: number;
  readonly kind: string;
  readonly object: string;
  readonly body: unknown;
  readonly recordedAt: string;
  readonly effectiveFrom: string;
}
