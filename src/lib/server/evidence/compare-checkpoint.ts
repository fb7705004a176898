import { openNote } from '#core/merkle/signed-note.ts';
import type { NoteVerifier } from '#core/merkle/signed-note.ts';
import type { LogProblem } from '../log/verify-log.ts';
import type { Store } from '../store/store.ts';

interface Carried {
  readonly note: string;
  readonly keys: readonly NoteVerifier[];
}

/**
 * Holds the log to a checkpoint that was carried away earlier: its events must still be there, the same and in the same
 * order. This finds a log that was cut or replaced as a whole, with everything in the data directory made to fit.
 */
export function compareCheckpoint({ log }: Store, { note, keys }: Carried): LogProblem[] {
  const opened = openNote(note, keys);
  if (opened.kind !== 'genuine') {
    const why = { malformed: 'is no signed checkpoint', 'foreign-key': 'was signed by another key' } as const;
    const said = opened.kind === 'wrong-signature' ? 'has a wrong signature' : why[opened.kind];
    return [{ seq: 0, code: 'CHECKPOINT_REFUSED', message: `The checkpoint given ${said}.` }];
  }
  const { size, root } = opened.checkpoint;
  const { seq } = log.head();
  if (size > seq) {
    const message = `The checkpoint given covers ${size} events; the log has ${seq}.`;
    return [{ seq: seq + 1, code: 'LOG_CUT', message }];
  }
  if (log.rootAt(size) === root) return [];
  const message = `The first ${size} events are not those of the checkpoint given.`;
  return [{ seq: size, code: 'SIGNED_OTHERWISE', message }];
}
