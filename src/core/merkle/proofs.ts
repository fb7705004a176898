import { AppError } from '../errors.ts';
import { Frontier } from './frontier.ts';

type Hashes = readonly Uint8Array[];

function subtreeRoot(leaves: Hashes, from: number, to: number): Buffer {
  const frontier = Frontier.empty();
  for (const hash of leaves.slice(from, to)) frontier.append(hash);
  return frontier.root();
}

/** Largest power of two below `count`: where RFC 9162 splits a tree of `count` leaves. */
function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

function outOfRange(message: string): AppError {
  return new AppError({
    code: 'MERKLE_RANGE',
    message,
    remedy: 'Ask for an entry or size that the log has.',
    status: 404,
    exitCode: 2,
  });
}

/**
 * Audit path of leaf `index` in the tree over `leafHashes`, from the leaf upwards (RFC 9162 §2.1.3.1).
 * @throws AppError MERKLE_RANGE when there is no such leaf.
 */
export function inclusionProof(leafHashes: Hashes, index: number): Buffer[] {
  if (!Number.isInteger(index) || index < 0 || index >= leafHashes.length) {
    throw outOfRange('The log has no entry with this number.');
  }
  const path: Buffer[] = [];
  let [from, to] = [0, leafHashes.length];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      path.unshift(subtreeRoot(leafHashes, middle, to));
      to = middle;
    } else {
      path.unshift(subtreeRoot(leafHashes, from, middle));
      from = middle;
    }
  }
  return path;
}

/**
 * Proof that the tree over the first `oldSize` leaf hashes is the beginning of the tree over all of them
 * (RFC 9162 §2.1.4.1). Empty for equal sizes, and for size 0, which every tree begins with.
 * @throws AppError MERKLE_RANGE when `oldSize` is larger than the tree.
 */
export function consistencyProof(leafHashes: Hashes, oldSize: number): Buffer[] {
  if (!Number.isInteger(oldSize) || oldSize < 0 || oldSize > leafHashes.length) {
    throw outOfRange('The log never had this size.');
  }
  if (oldSize === 0 || oldSize === leafHashes.length) return [];
  const path: Buffer[] = [];
  let [from, to] = [0, leafHashes.length];
  while (oldSize !== to) {
    const middle = from + splitOf(to - from);
    if (oldSize <= middle) {
      path.unshift(subtreeRoot(leafHashes, middle, to));
      to = middle;
    } else {
      path.unshift(subtreeRoot(leafHashes, from, middle));
      from = middle;
    }
  }
  return from === 0 ? path : [subtreeRoot(leafHashes, from, to), ...path];
}
