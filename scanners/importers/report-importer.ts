import type { ReportedFlaw, ReportedHost } from '#core/advisory/reported-flaw.ts';
import type { BillOfMaterials } from '../sbom/bill.ts';

/** How far an importer's mapping is proven: on real public samples, on the vendor's published schema, or not at all. */
export type EvidenceTier = 'A' | 'B' | 'C';

/** The file itself, or a member of the archive that it is; decompressed. */
export interface ReportDocument {
  readonly name: string;
  /** Where the same bytes lie as a file; absent where they do not. */
  readonly path?: string;
  /** The bytes in order; may be called again to read from the start. */
  readonly chunks: () => Iterable<Uint8Array>;
}

export interface ReportInput {
  readonly fileName: string;
  /** When it was received, UTC ms. */
  readonly receivedAt: number;
  /** IANA zone that times without one take. */
  readonly zone: string;
  /** One, but for archives; never empty. */
  readonly documents: readonly [ReportDocument, ...ReportDocument[]];
}

/** Takes what an importer reads, as it is read. */
export interface ReportSink {
  readonly host: (host: ReportedHost) => void;
  /** The host may come before or after its flaws. */
  readonly flaw: (flaw: ReportedFlaw) => void;
  /** A record that gives neither, with why; counted in the receipt. */
  readonly skip: (reason: string) => void;
  /** What a bill of materials lists; absent where nobody asks for it. */
  readonly bill?: (bill: BillOfMaterials) => void;
}

export interface ReportFacts {
  readonly tool: string;
  readonly toolVersion: string | null;
  /** When the report was made, ISO instant; null = it does not say. */
  readonly madeAt: string | null;
}

/** A format of another scanner's report. */
export interface ReportImporter {
  /** As in "a Nessus report (.nessus)". */
  readonly title: string;
  readonly tool: string;
  readonly tier: EvidenceTier;
  /** What the tier rests on: the sample's or the schema's source and licence. */
  readonly evidence: string;
  /** Judges the beginning (64 KiB) of the first document as text, without byte order mark and leading blanks. */
  readonly recognises: (head: string) => boolean;
  /** @throws AppError naming what is wrong and where; never an empty result for a broken file. */
  readonly read: (input: ReportInput, sink: ReportSink) => ReportFacts;
}
