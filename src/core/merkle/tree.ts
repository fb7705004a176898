import { Frontier } from './frontier.ts';

export { Frontier } from './frontier.ts';
export { leafHash, nodeHash } from './hashing.ts';
export { consistencyProof, inclusionProof } from './proofs.ts';
export { verifyConsistency, verifyInclusion } from './verification.ts';

/** Root of the tree over these leaf hashes, in order (RFC 9162 §2.1.1); of none: SHA-256 of nothing. */
export function rootOf(leafHashes: Iterable<Uint8Array>): Buffer {
  const frontier = Frontier.empty();
  for (const hash of leafHashes) frontier.append(hash);
  return frontier.root();
}
