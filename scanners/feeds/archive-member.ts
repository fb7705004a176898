import { feedInvalid } from './feed-error.ts';
import { kindOfFile } from './file-kind.ts';
import type { OutputBudget } from './output-budget.ts';

/** What reading an archive needs to know of the file around it. */
export interface ArchiveContext {
  /** Name of the file, for errors. */
  readonly file: string;
  readonly budget: OutputBudget;
}

const MAX_LABEL = 200;

/** A member's name without folders: it names the document in errors, and never becomes a path. */
export function memberLabel(name: string): string {
  return (name.split(/[/\\]/).at(-1) ?? '').replace(/[\p{Cc}\p{Cf}]/gu, '�').slice(0, MAX_LABEL);
}

/** @throws AppError FEED_INVALID where the content is itself packed */
export function refuseNested(file: string, member: string, head: Uint8Array): void {
  const kind = kindOfFile(head);
  if (kind !== 'plain')
    throw feedInvalid(file, member, `it holds ${kind} inside; unpack the outer file first`);
}
