import type { Envelope } from '../envelope.ts';
import type { AdvisoriesDocument } from '../feeds/advisories-document.ts';

export interface ImportFile {
  readonly bytes: Uint8Array;
  /** Shown as the target when the file itself names none. */
  readonly fileName: string;
  /** When it was received, UTC milliseconds. */
  readonly receivedAt: number;
}

/** What a file holds: scans of one or more hosts, or what a vendor published. */
export type ImportContent =
  | { readonly kind: 'envelopes'; readonly envelopes: readonly Envelope[] }
  | { readonly kind: 'advisories'; readonly document: AdvisoriesDocument };

/** A file format that can be taken in. */
export interface Importer {
  readonly title: string;
  /** Judges the beginning of a file as text, without byte order mark and leading blanks. */
  recognises(text: string): boolean;
  /** @throws AppError naming what is wrong and where. */
  read(file: ImportFile): ImportContent;
}
