import { isDeepStrictEqual } from 'node:util';
import { canonicalJson } from '#core/canonical-json.ts';
import { AppError } from '#core/errors.ts';
import { openNote, signCheckpoint } from '#core/merkle/signed-note.ts';
import type { NoteSigner, NoteVerifier } from '#core/merkle/signed-note.ts';
import { Frontier } from '#core/merkle/tree.ts';
import type { EventRow, EventRows, EventSearch, LogState } from '../store/event-rows.ts';
import { eventLeafHash, isoInstant, leafText } from './leaf.ts';
import { findLogProblems, type LogProblem } from './verify-log.ts';

export type Via = 'web' | 'api' | 'cli' | 'cli-local' | 'job' | 'system';

export interface NewEvent {
  readonly kind: string;
  readonly object: string;
  /** What canonicalJson takes. Names and addresses of people do not belong here: the log is never erased. */
  readonly body: unknown;
  /** Person id; null for the system itself and for strangers. */
  readonly actor: string | null;
  readonly via: Via;
  /** ISO instant with milliseconds and Z; the recording instant when absent. */
  readonly effectiveFrom?: string;
}

export interface LogEvent extends NewEvent {
  readonly seq: number;
  readonly epoch: number;
  readonly recordedAt: string;
  readonly effectiveFrom: string;
  /** Hex. */
  readonly leafHash: string;
}

export interface LogHead {
  readonly epoch: number;
  readonly seq: number;
  /** Merkle root over all events up to seq, hex (RFC 9162 §2.1.1). */
  readonly root: string;
}

/** A head with the note over it; null = not signed. */
export interface SignedHead {
  readonly size: number;
  /** Hex. */
  readonly root: string;
  readonly note: string | null;
}

export interface EventLogOptions {
  readonly rows: EventRows;
  readonly now: () => number;
  readonly inTransaction: () => boolean;
}

const FIRST_EPOCH = 1;
/** The tree is kept at every so many events, so that `rootAt` hashes fewer than this. */
const CHECKPOINT_EVERY = 256;
const LEAF_PAGE = CHECKPOINT_EVERY;
/** The head is signed with every transaction; a note is kept after so many events or so much time. */
const KEEP_EVERY = 1000;
const KEEP_AFTER_MS = 3_600_000;

/** The one event log: append, read, verify. */
export class EventLog {
  readonly #rows: EventRows;
  readonly #now: () => number;
  readonly #inTransaction: () => boolean;
  #signer: NoteSigner | null = null;
  /** The head as the last transaction left it. */
  #committed: SignedHead | null = null;
  /** The tree with what the running transaction appended; its row is written when it is asked for, or at the end. */
  #growing: Growing | null = null;

  constructor(options: EventLogOptions) {
    this.#rows = options.rows;
    this.#now = options.now;
    this.#inTransaction = options.inTransaction;
  }

  /**
   * Appends one event. It is recorded never before its predecessor, even when the clock was set back.
   * @throws Error outside a store transaction: the change and its event must stand or fall together
   */
  append(event: NewEvent): LogEvent {
    if (!this.#inTransaction()) throw new Error('an event is appended inside a store transaction only');
    const growing = (this.#growing ??= grow(this.#rows.state()));
    const recordedAt = Math.max(this.#now(), growing.recordedAt);
    const content = {
      seq: growing.tree.size + 1,
      epoch: growing.epoch,
      kind: event.kind,
      object: event.object,
      body: canonicalJson(event.body),
      actor: event.actor,
      via: event.via,
      recordedAt,
      effectiveFrom: event.effectiveFrom === undefined ? recordedAt : parseInstant(event.effectiveFrom),
    };
    const row: EventRow = { ...content, leafHash: eventLeafHash(content) };
    this.#rows.insert(row);
    this.#advance(growing, row);
    const { leafHash } = row;
    return {
      ...event,
      seq: row.seq,
      epoch: row.epoch,
      recordedAt: isoInstant(row.recordedAt),
      effectiveFrom: isoInstant(row.effectiveFrom),
      leafHash: leafHash.toString('hex'),
    };
  }

  /** Up to `limit` events with seq > afterSeq, in order. */
  read(afterSeq: number, limit: number): LogEvent[] {
    return this.#rows.page(afterSeq, limit).map(toEvent);
  }

  /**
   * As `read`, without the events whose row can no longer be read, which `verify` tells of. `last` is the place
   * to go on from, null at the end.
   */
  readSound(afterSeq: number, limit: number): { events: LogEvent[]; last: number | null } {
    const rows = this.#rows.page(afterSeq, limit);
    return { events: rows.filter(isSound).map(toEvent), last: rows.at(-1)?.seq ?? null };
  }

  /** The last event's place and the root over all events; seq 0 for an empty log. */
  head(): LogHead {
    this.settle();
    const state = this.#rows.state();
    if (!state) return { epoch: FIRST_EPOCH, seq: 0, root: Frontier.empty().root().toString('hex') };
    return { epoch: state.epoch, seq: state.size, root: state.root };
  }

  /**
   * The root over events 1 … seq, hex, from the stored leaf hashes (`verify` proves those).
   * @throws AppError LOG_SEQ_UNKNOWN for a seq that is not recorded
   */
  rootAt(seq: number): string {
    const head = this.head();
    if (seq === head.seq) return head.root;
    if (!Number.isInteger(seq) || seq < 0 || seq > head.seq) throw unknownSeq(seq, head.seq);
    const checkpoint = seq === 0 ? undefined : this.#rows.checkpointBefore(seq);
    const tree = checkpoint ? Frontier.fromJson(JSON.parse(checkpoint.frontier)) : Frontier.empty();
    while (tree.size < seq) {
      const leaves = this.#rows.leaves(tree.size, Math.min(LEAF_PAGE, seq - tree.size));
      if (leaves.length === 0) throw unknownSeq(seq, tree.size);
      for (const leaf of leaves) tree.append(leaf.leafHash);
    }
    return tree.root().toString('hex');
  }

  /** The texts whose hashes are the leaves of events with seq > afterSeq, in order. */
  leafTexts(afterSeq: number, limit: number): string[] {
    return this.#rows.page(afterSeq, limit).map(leafText);
  }

  /** Events that match, newest first. */
  search(query: EventSearch, page: { readonly limit: number; readonly offset: number }) {
    const { rows, total } = this.#rows.search(query, page);
    return { events: rows.map(toEvent), total };
  }

  /** Leaf hashes of events with seq > afterSeq, in order, for proofs. */
  leafHashes(afterSeq: number, limit: number): Buffer[] {
    return this.#rows.leaves(afterSeq, limit).map((leaf) => leaf.leafHash);
  }

  /**
   * Recomputes every leaf and the root from the rows, and checks what was signed of them; an empty list means the log
   * is as it was written.
   * @param trusted keys that may have signed, the one that signs now first; none = signatures are not asked for
   */
  verify(trusted: readonly NoteVerifier[] = []): LogProblem[] {
    return findLogProblems(this.#rows, trusted);
  }

  /**
   * From here on every transaction that appends ends with a signature over the head.
   * @param trusted keys that may have signed it so far
   * @throws AppError LOG_NOT_OURS (exit 4) when the log was signed before and its end is not: what was added by hand
   *   must not be signed
   */
  signWith(signer: NoteSigner, trusted: readonly NoteVerifier[]): void {
    const state = this.#rows.state();
    this.#signer = signer;
    this.#committed = state ? headOf(state) : null;
    if (!state || (state.note === null && !this.#rows.lastSigned())) return;
    const opened = openNote(state.note ?? '', trusted);
    const { size, root } = state;
    if (opened.kind !== 'genuine' || opened.checkpoint.size !== size || opened.checkpoint.root !== root)
      throw notOurs();
  }

  /**
   * A transaction begins: the head must be as this process left it.
   * @throws AppError LOG_NOT_OURS (exit 4) when something else wrote to the log
   */
  begin(): void {
    this.forget();
    if (!this.#signer || !this.#committed) return;
    const state = this.#rows.state();
    if (!state || !isDeepStrictEqual(headOf(state), this.#committed)) throw notOurs();
  }

  /** The transaction ends: signs the head when it was appended to. Null = it was not, or nobody signs. */
  seal(): SignedHead | null {
    this.settle();
    this.forget();
    const state = this.#rows.state();
    if (!this.#signer || !state || state.note !== null) return null;
    const { size, root } = state;
    const note = signCheckpoint({ origin: this.#signer.name, size, root }, this.#signer);
    this.#rows.setNote(note);
    this.#keep(size, note);
    return { size, root, note };
  }

  /** The transaction whose head was signed is durable. */
  committed(head: SignedHead): void {
    this.#committed = head;
  }

  #keep(size: number, note: string): void {
    const last = this.#rows.lastSigned();
    const signedAt = this.#now();
    if (last && size - last.size < KEEP_EVERY && signedAt - last.signedAt < KEEP_AFTER_MS) return;
    if (size !== last?.size) this.#rows.addSigned({ size, note, signedAt });
  }

  /** The note over the head; null while nobody signs. */
  headNote(): string | null {
    this.settle();
    return this.#rows.state()?.note ?? null;
  }

  /** The earliest kept note that covers an event, else the one over the head. */
  noteCovering(seq: number): string | null {
    return this.#rows.signedFrom(seq)?.note ?? this.headNote();
  }

  #advance(growing: Growing, { seq, leafHash, recordedAt }: EventRow): void {
    growing.tree.append(leafHash);
    growing.recordedAt = recordedAt;
    growing.isAhead = true;
    if (seq % CHECKPOINT_EVERY === 0)
      this.#rows.addCheckpoint({ seq, frontier: JSON.stringify(growing.tree.toJson()) });
  }

  /** Writes the head over what was appended: before a part of a transaction that may be taken back alone. */
  settle(): void {
    const growing = this.#growing;
    if (!growing?.isAhead) return;
    const { tree, epoch, recordedAt } = growing;
    const root = tree.root().toString('hex');
    const frontier = JSON.stringify(tree.toJson());
    this.#rows.setState({ epoch, size: tree.size, root, frontier, recordedAt, note: null });
    growing.isAhead = false;
  }

  /** The head is what the rows say: after something was taken back. */
  forget(): void {
    this.#growing = null;
  }
}

interface Growing {
  readonly epoch: number;
  readonly tree: Frontier;
  recordedAt: number;
  /** Of the row that holds the head. */
  isAhead: boolean;
}

function grow(state: LogState | undefined): Growing {
  const tree = state ? Frontier.fromJson(JSON.parse(state.frontier)) : Frontier.empty();
  return { epoch: state?.epoch ?? FIRST_EPOCH, tree, recordedAt: state?.recordedAt ?? 0, isAhead: false };
}

function headOf({ size, root, note }: LogState): SignedHead {
  return { size, root, note };
}

function notOurs(): AppError {
  return new AppError({
    code: 'LOG_NOT_OURS',
    message: 'The end of the event log was not written by this installation.',
    remedy: 'Run `patchproof log verify`, and restore store.db from a backup.',
    status: 500,
    exitCode: 4,
  });
}

function toEvent(row: EventRow): LogEvent {
  return {
    seq: row.seq,
    epoch: row.epoch,
    kind: row.kind,
    object: row.object,
    body: parseBody(row),
    actor: row.actor,
    via: parseVia(row),
    recordedAt: isoInstant(row.recordedAt),
    effectiveFrom: isoInstant(row.effectiveFrom),
    leafHash: row.leafHash.toString('hex'),
  };
}

function isSound(row: EventRow): boolean {
  try {
    toEvent(row);
    return true;
  } catch {
    return false;
  }
}

const VIAS: Record<Via, Via> = {
  web: 'web',
  api: 'api',
  cli: 'cli',
  'cli-local': 'cli-local',
  job: 'job',
  system: 'system',
};

function parseVia(row: EventRow): Via {
  const via = Object.values(VIAS).find((known) => known === row.via);
  if (!via) throw damagedEvent(row.seq);
  return via;
}

function parseBody(row: EventRow): unknown {
  try {
    return JSON.parse(row.body);
  } catch {
    throw damagedEvent(row.seq);
  }
}

function parseInstant(iso: string): number {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== iso) {
    throw new RangeError('effectiveFrom is an ISO instant with milliseconds and Z');
  }
  return ms;
}

function damagedEvent(seq: number): AppError {
  return new AppError({
    code: 'LOG_DAMAGED',
    message: `Event ${seq} cannot be read.`,
    remedy: 'Run `patchproof log verify`; restore store.db from a backup.',
    status: 500,
    exitCode: 4,
    where: { seq },
  });
}

function unknownSeq(seq: number, last: number): AppError {
  return new AppError({
    code: 'LOG_SEQ_UNKNOWN',
    message: `There is no event ${seq}; the log ends at ${last}.`,
    remedy: 'Ask for a sequence number that is recorded.',
    status: 404,
  });
}
