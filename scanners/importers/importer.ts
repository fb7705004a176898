import type { Envelope } from '../envelope.ts';

export interface ImportFile {
  readonly bytes: Uint8Array;
  /** Shown as the target when the file itself names none. */
  readonly fileName: string;
  /** When it was received, UTC milliseconds. */
  readonly receivedAt: number;
}

/** A file format that becomes sealed envelopes. */
export interface Importer {
  readonly title: string;
  /** Judges the first 4 KiB as text, without byte order mark and leading blanks. */
  recognises(head: string): boolean;
  /** @throws AppError naming what is wrong and where. */
  read(file: ImportFile): Envelope;
}
