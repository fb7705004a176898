import type { FeedItem } from '#core/advisory/feed-item.ts';
import type { HostObservation } from '#core/inventory/observation.ts';
import type { EnvelopeManifest } from '#scanners/envelope.ts';
import type { AdvisoriesDocument } from '#scanners/feeds/advisories-document.ts';
import type { FeedSummary } from '#scanners/feeds/feed.ts';
import type { FeedName } from '#scanners/feeds/index.ts';
import type { ReportDocuments } from '#scanners/importers/report-file.ts';
import type { NetworkObservation } from '#scanners/nmap/network-observation.ts';
import type { ReportLoad, Sightings } from './read-sightings.ts';

/** A file of a feed as it was recorded. */
export interface FeedFile {
  readonly artifact: string;
  /** Of the file itself: another than `artifact` where it is kept in parts. */
  readonly sha256: string;
  readonly feed: FeedName;
  readonly fileName: string;
  /** UTC ms. */
  readonly receivedAt: number;
}

/** The sealed evidence behind an event, read back from the artifact packs and parsed by pure functions. */
export interface Evidence {
  manifest(artifact: string): EnvelopeManifest;
  /** null when nothing of the host was read. */
  observation(artifact: string): HostObservation | null;
  network(artifact: string): NetworkObservation | null;
  advisories(artifact: string): AdvisoriesDocument;
  /** The documents of another tool's report, unpacked. */
  report(artifact: string): ReportDocuments;
  /** All that it states. */
  sightings(load: ReportLoad): Sightings;
  /** Reads a feed's file to its end, record by record. */
  feed(file: FeedFile, emit: (item: FeedItem) => void): Promise<FeedSummary>;
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
  /** Person id; null for the system itself. */
  readonly actor: string | null;
  readonly recordedAt: string;
  readonly effectiveFrom: string;
}
