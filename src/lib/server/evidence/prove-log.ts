import { AppError } from '#core/errors.ts';
import { openNote, verifierText } from '#core/merkle/signed-note.ts';
import { consistencyProof, inclusionProof } from '#core/merkle/tree.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { trustedKeys } from './log-keys.ts';

export interface ProofInput {
  /** Event whose place is proved. */
  readonly seq?: number | undefined;
  /** Else: sizes of the log, the later one being the log as it is by default. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

const hex = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString('hex'));

/**
 * Proves that an event stands in the log (RFC 9162 §2.1.3), under a signed checkpoint, or that the log of an earlier
 * size is the beginning of a later one (§2.1.4). What it returns can be checked without this program.
 * @throws AppError QUERY_INVALID, MERKLE_RANGE
 */
export function proveLog(app: App, viewer: Viewer, input: ProofInput) {
  authorise(viewer, 'log.read');
  const { seq, from, to } = input;
  if ((seq === undefined) === (from === undefined)) throw eitherOr();
  return app.store.transaction(() => {
    const proof = seq === undefined ? proveGrowth(app, from ?? 0, to) : proveEvent(app, seq);
    const [signer] = trustedKeys(app.store, app.masterKey);
    const { personId: actor, via } = viewer;
    app.store.log.append({ kind: 'log.proved', object: proof.kind, body: { ...input }, actor, via });
    return { ...proof, verifierKey: signer ? verifierText(signer) : null };
  });
}

function proveEvent(app: App, seq: number) {
  const { log } = app.store;
  const note = log.noteCovering(seq);
  const keys = trustedKeys(app.store, app.masterKey);
  const opened = note === null ? null : openNote(note, keys);
  const size = opened?.kind === 'genuine' ? opened.checkpoint.size : log.head().seq;
  const leaves = log.leafHashes(0, size);
  const proof = inclusionProof(leaves, seq - 1);
  const [leaf = ''] = log.leafTexts(seq - 1, 1);
  const root = log.rootAt(size);
  return { kind: 'inclusion' as const, seq, size, leaf, proof: hex(proof), root, note };
}

function proveGrowth(app: App, from: number, to: number | undefined) {
  const { log } = app.store;
  const size = to ?? log.head().seq;
  const leaves = log.leafHashes(0, size);
  if (leaves.length < size) throw beyondTheEnd(log.head().seq);
  const proof = consistencyProof(leaves, from);
  const roots = { oldRoot: log.rootAt(from), root: log.rootAt(size) };
  const note = to === undefined ? log.headNote() : null;
  return { kind: 'consistency' as const, oldSize: from, size, ...roots, proof: hex(proof), note };
}

function eitherOr(): AppError {
  return new AppError({
    code: 'QUERY_INVALID',
    message: 'A proof is of one event, or of the growth of the log between two sizes.',
    remedy: 'Give the number of an event, or the earlier size (and the later one).',
  });
}

function beyondTheEnd(last: number): AppError {
  return new AppError({
    code: 'MERKLE_RANGE',
    message: 'The log never had this size.',
    remedy: `Ask for sizes up to ${last}.`,
    status: 404,
    exitCode: 2,
  });
}
