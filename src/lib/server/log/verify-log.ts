import { openNote } from '#core/merkle/signed-note.ts';
import type { NoteVerifier } from '#core/merkle/signed-note.ts';
import { Frontier } from '#core/merkle/tree.ts';
import type { EventRow, EventRows } from '../store/event-rows.ts';
import { eventLeafHash } from './leaf.ts';

export type LogProblemCode =
  | 'EVENT_CHANGED'
  | 'SEQUENCE_GAP'
  | 'ORDER_BROKEN'
  | 'TAIL_MISMATCH'
  | 'ROOT_MISMATCH'
  | 'STATE_MISMATCH'
  | 'CHECKPOINT_MISMATCH'
  | 'HEAD_UNSIGNED'
  | 'SIGNATURE_WRONG'
  | 'SIGNED_OTHERWISE'
  | 'CHECKPOINT_REFUSED'
  | 'LOG_CUT'
  | 'LOG_UNREADABLE';

/** One thing wrong with the log; `seq` is the first event concerned. */
export interface LogProblem {
  readonly seq: number;
  readonly code: LogProblemCode;
  readonly message: string;
}

const PAGE = 2000;

/**
 * Reads every event, recomputes every leaf and the root, and compares them with what is stored and with what was
 * signed.
 * @param trusted keys that may have signed, the one that signs now first; none = signatures are not asked for
 */
export function findLogProblems(rows: EventRows, trusted: readonly NoteVerifier[]): LogProblem[] {
  const walk = new LogWalk(rows, trusted);
  try {
    walk.events();
    walk.head();
    walk.signatures();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    walk.report(walk.lastSeq + 1, 'LOG_UNREADABLE', `The log cannot be read from here on (${code}).`);
  }
  return walk.problems;
}

class LogWalk {
  readonly problems: LogProblem[] = [];
  lastSeq = 0;
  readonly #rows: EventRows;
  readonly #checkpoints: Map<number, string>;
  /** The tree of the recomputed leaves: a changed leaf hash and a changed event both show in its root. */
  readonly #tree = Frontier.empty();
  #last: EventRow | null = null;
  readonly #trusted: readonly NoteVerifier[];
  /** Roots of the recomputed tree at the sizes of which a signed note is kept. */
  readonly #roots = new Map<number, string>();
  readonly #signedSizes: ReadonlySet<number>;

  constructor(rows: EventRows, trusted: readonly NoteVerifier[]) {
    this.#rows = rows;
    this.#checkpoints = new Map();
    this.#trusted = trusted;
    this.#signedSizes = new Set(trusted.length > 0 ? rows.signed().map(({ size }) => size) : []);
  }

  report(seq: number, code: LogProblemCode, message: string): void {
    this.problems.push({ seq, code, message });
  }

  events(): void {
    for (const { seq, frontier } of this.#rows.checkpoints()) this.#checkpoints.set(seq, frontier);
    for (let page = this.#rows.page(0, PAGE); page.length > 0; page = this.#rows.page(this.lastSeq, PAGE)) {
      for (const row of page) this.#event(row);
    }
    for (const seq of this.#checkpoints.keys()) {
      this.report(seq, 'CHECKPOINT_MISMATCH', `A checkpoint stands at ${seq}, where there is no event.`);
    }
  }

  head(): void {
    const state = this.#rows.state();
    const size = this.#tree.size;
    if (!state) {
      if (size > 0) this.report(1, 'STATE_MISMATCH', 'The head of the log is missing.');
      return;
    }
    if (state.size !== this.lastSeq) {
      const first = Math.min(state.size, this.lastSeq) + 1;
      this.report(
        first,
        'TAIL_MISMATCH',
        `The head counts ${state.size} events, the log ends at ${this.lastSeq}.`,
      );
    }
    if (state.root !== this.#tree.root().toString('hex')) {
      this.report(this.lastSeq, 'ROOT_MISMATCH', 'The events do not give the root that the head states.');
    }
    const sameTree = state.frontier === JSON.stringify(this.#tree.toJson());
    const sameInstant = state.recordedAt === (this.#last?.recordedAt ?? state.recordedAt);
    const sameEpoch = state.epoch === (this.#last?.epoch ?? state.epoch);
    if (!sameTree || !sameInstant || !sameEpoch) {
      this.report(this.lastSeq, 'STATE_MISMATCH', 'The head of the log does not fit its events.');
    }
  }

  /** Whoever changed the log and made its hashes fit cannot sign it. */
  signatures(): void {
    const [current] = this.#trusted;
    if (!current) return;
    for (const { size, note } of this.#rows.signed()) this.#signed(note, size, this.#trusted);
    const state = this.#rows.state();
    if (!state) return;
    if (state.note === null) this.report(state.size, 'HEAD_UNSIGNED', 'The end of the log is not signed.');
    else this.#signed(state.note, state.size, [current]);
  }

  #signed(note: string, size: number, keys: readonly NoteVerifier[]): void {
    const opened = openNote(note, keys);
    if (opened.kind !== 'genuine') {
      this.report(size, 'SIGNATURE_WRONG', `The signature over the first ${size} events is not ours.`);
      return;
    }
    const root = size === this.#tree.size ? this.#tree.root().toString('hex') : this.#roots.get(size);
    if (opened.checkpoint.size === size && opened.checkpoint.root === root) return;
    this.report(size, 'SIGNED_OTHERWISE', `The first ${size} events are not those that were signed.`);
  }

  #event(row: EventRow): void {
    if (row.seq !== this.lastSeq + 1) {
      this.report(
        this.lastSeq + 1,
        'SEQUENCE_GAP',
        `Event ${this.lastSeq + 1} is missing; the next is ${row.seq}.`,
      );
    }
    const last = this.#last;
    if (last && (row.recordedAt < last.recordedAt || row.epoch < last.epoch)) {
      this.report(row.seq, 'ORDER_BROKEN', `Event ${row.seq} is recorded before its predecessor.`);
    }
    const leaf = eventLeafHash(row);
    if (!leaf.equals(row.leafHash)) {
      this.report(
        row.seq,
        'EVENT_CHANGED',
        `Event ${row.seq} no longer has the content it was recorded with.`,
      );
    }
    this.#tree.append(leaf);
    if (this.#signedSizes.has(this.#tree.size))
      this.#roots.set(this.#tree.size, this.#tree.root().toString('hex'));
    this.#compareCheckpoint(row.seq);
    this.lastSeq = row.seq;
    this.#last = row;
  }

  #compareCheckpoint(seq: number): void {
    const checkpoint = this.#checkpoints.get(seq);
    this.#checkpoints.delete(seq);
    if (checkpoint === undefined || checkpoint === JSON.stringify(this.#tree.toJson())) return;
    this.report(seq, 'CHECKPOINT_MISMATCH', `The tree at event ${seq} differs from its checkpoint.`);
  }
}
