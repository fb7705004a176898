import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../make-directory.ts';

export interface CheckpointCopies {
  /** A newly signed head. At most one a minute is written; `finish` writes the last one. */
  readonly offer: (note: string) => void;
  readonly finish: () => void;
}

interface CopyOptions {
  /** null = copies are not wanted. */
  readonly directory: string | null;
  readonly clock: () => number;
  readonly reportFailure: (error: unknown) => void;
}

const EVERY_MS = 60_000;

/**
 * Signed checkpoints as files beside the log, one per size, never overwritten: in a folder that another machine keeps
 * they bind the log even against whoever holds all of this one. A copy that fails is reported and never stops work.
 */
export function createCheckpointCopies({ directory, clock, reportFailure }: CopyOptions): CheckpointCopies {
  let waiting: string | null = null;
  let writtenAt = -Infinity;
  const write = () => {
    if (directory === null || waiting === null) return;
    const note = waiting;
    waiting = null;
    writtenAt = clock();
    try {
      makeDirectory(directory);
      writeCopy(directory, note);
    } catch (error) {
      reportFailure(error);
    }
  };
  return {
    offer: (note) => {
      waiting = note;
      if (clock() - writtenAt >= EVERY_MS) write();
    },
    finish: write,
  };
}

function writeCopy(directory: string, note: string): void {
  const size = note.split('\n')[1] ?? '0';
  const path = join(directory, `checkpoint-${size.padStart(12, '0')}.txt`);
  const draft = `${path}.tmp`;
  const file = openSync(draft, 'w', 0o444);
  try {
    writeSync(file, note);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}
