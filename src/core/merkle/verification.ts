import { emptyRoot, nodeHash } from './hashing.ts';

type Hash = Uint8Array;

export interface InclusionClaim {
  readonly leafHash: Hash;
  /** Place of the leaf, from 0. */
  readonly index: number;
  /** Number of leaves of the tree. */
  readonly size: number;
  readonly proof: readonly Hash[];
  readonly root: Hash;
}

export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Hash;
  readonly newSize: number;
  readonly newRoot: Hash;
  readonly proof: readonly Hash[];
}

const half = (value: number): number => Math.floor(value / 2);
const equal = (a: Hash, b: Hash): boolean => Buffer.compare(a, b) === 0;
const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** Steps to the next level at which the node is a right child, for a node that stands last in its level. */
function climb(node: number, last: number): [number, number] {
  let [n, l] = [node, last];
  while (n % 2 === 0 && n !== 0) [n, l] = [half(n), half(l)];
  return [n, l];
}

/** True when the proof shows that the leaf stands at `index` in the tree with this root (RFC 9162 §2.1.3.2). */
export function verifyInclusion(claim: InclusionClaim): boolean {
  const { leafHash, index, size, proof, root } = claim;
  if (!isSize(index) || !isSize(size) || index >= size) return false;
  let [node, last] = [index, size - 1];
  let hash: Hash = leafHash;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      [node, last] = climb(node, last);
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equal(hash, root);
}

/** True when the proof shows that the old tree is the beginning of the new one (RFC 9162 §2.1.4.2). */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { oldSize, oldRoot, newSize, newRoot, proof } = claim;
  if (!isSize(oldSize) || !isSize(newSize) || oldSize > newSize) return false;
  if (oldSize === 0) {
    const newFits = newSize > 0 || equal(newRoot, emptyRoot());
    return proof.length === 0 && equal(oldRoot, emptyRoot()) && newFits;
  }
  if (oldSize === newSize) return proof.length === 0 && equal(oldRoot, newRoot);
  return proof.length > 0 && foldConsistency(claim);
}

function foldConsistency({ oldSize, oldRoot, newSize, newRoot, proof }: ConsistencyClaim): boolean {
  const isPowerOfTwo = Number.isInteger(Math.log2(oldSize));
  const [first, ...path] = isPowerOfTwo ? [oldRoot, ...proof] : proof;
  if (first === undefined) return false;
  let [node, last] = [oldSize - 1, newSize - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  let [oldHash, newHash] = [first, first];
  for (const sibling of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
      [node, last] = climb(node, last);
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equal(oldHash, oldRoot) && equal(newHash, newRoot);
}
