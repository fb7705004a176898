import type { FeedItem } from '#core/advisory/feed-item.ts';
import type { HostObservation } from '#core/inventory/observation.ts';
import type { EnvelopeManifest } from '#scanners/envelope.ts';
import type { AdvisoriesDocument } from '#scanners/feeds/advisories-document.ts';
import type { FeedSummary } from '#scanners/feeds/feed.ts';
import type { FeedName } from '#scanners/feeds/index.ts';
import type { NetworkObservation } from '#scanners/nmap/network-observation.ts';
import type { ReportLoad, Sightings } from './read-sightings.ts';
import type { PlannedRows } from './reported-rows.ts';
import type { TableRow } from './tables.ts';

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
  /** What another tool's report states, of these hosts alone; null = of all. */
  sightings(load: ReportLoad, hosts: ReadonlySet<string> | null): Promise<Sightings>;
  /** The rows of the spans that begin with it, as its texts are read once more. */
  reportedRows(planned: PlannedRows, add: (row: TableRow<'reported_flaw'>) => void): Promise<void>;
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
