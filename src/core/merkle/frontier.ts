import { AppError } from '../errors.ts';
import { emptyRoot, nodeHash } from './hashing.ts';

export interface FrontierJson {
  readonly size: number;
  /** Hex hashes of the complete subtrees, the largest (leftmost) first. */
  readonly hashes: readonly string[];
}

function ones(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}

function isFrontier(json: FrontierJson): boolean {
  const { size, hashes } = json;
  if (!Number.isSafeInteger(size) || size < 0 || !Array.isArray(hashes)) return false;
  return hashes.length === ones(size) && hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash));
}

/**
 * The right edge of a growing tree: one hash per complete subtree, at most 53 of them. Enough to append
 * leaves and to name the root without reading earlier leaves.
 */
export class Frontier {
  #size: number;
  readonly #hashes: Buffer[];

  private constructor(size: number, hashes: Buffer[]) {
    this.#size = size;
    this.#hashes = hashes;
  }

  static empty(): Frontier {
    return new Frontier(0, []);
  }

  /** @throws AppError MERKLE_FRONTIER_INVALID when size and hashes do not fit together. */
  static fromJson(json: FrontierJson): Frontier {
    if (!isFrontier(json)) {
      throw new AppError({
        code: 'MERKLE_FRONTIER_INVALID',
        message: 'The stored edge of the event tree does not fit its size.',
        remedy: 'Run `patchproof log verify`; restore the store from a backup when it reports problems.',
        status: 500,
        exitCode: 4,
      });
    }
    return new Frontier(
      json.size,
      json.hashes.map((hash) => Buffer.from(hash, 'hex')),
    );
  }

  /** Number of leaves. */
  get size(): number {
    return this.#size;
  }

  /** Adds one leaf hash in place and returns this same frontier. */
  append(leaf: Uint8Array): this {
    let hash: Buffer = Buffer.from(leaf);
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      const left = this.#hashes.pop();
      if (left) hash = nodeHash(left, hash);
    }
    this.#hashes.push(hash);
    this.#size++;
    return this;
  }

  /** Root over all leaves so far. */
  root(): Buffer {
    if (this.#size === 0) return emptyRoot();
    return this.#hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), this.#last());
  }

  toJson(): FrontierJson {
    return { size: this.#size, hashes: this.#hashes.map((hash) => hash.toString('hex')) };
  }

  #last(): Buffer {
    return Buffer.from(this.#hashes.at(-1) ?? emptyRoot());
  }
}
