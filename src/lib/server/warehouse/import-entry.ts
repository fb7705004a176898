import type { AppliedEvent } from './evidence.ts';
import type { Writer } from './writer.ts';

export type ImportKind = 'report' | 'feed' | 'scans' | 'advisories';

export interface ImportedFile {
  readonly kind: ImportKind;
  readonly format: string;
  readonly fileName: string;
  /** Events of one file have the same; absent = the event is the only one. */
  readonly batch?: string;
  readonly receipt: Readonly<Record<string, unknown>>;
}

/** Note for the list of imports what an event took in. */
export function noteImport(writer: Writer, event: AppliedEvent, file: ImportedFile): void {
  const { kind, format, fileName, batch = String(event.seq), receipt } = file;
  writer.append('import_entry', [
    {
      seq: event.seq,
      recorded_at: Date.parse(event.recordedAt),
      kind,
      format,
      file_name: fileName,
      batch,
      actor: event.actor,
      receipt: JSON.stringify(receipt),
    },
  ]);
}
