import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Frontier,
  consistencyProof,
  inclusionProof,
  leafHash,
  nodeHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './tree.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const leaves = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, index) => leafHash(Buffer.from(`leaf ${index}`)));

/** The definition of RFC 9162 §2.1.1 written down once more, without a frontier. */
function rootByDefinition(hashes: readonly Buffer[]): Buffer {
  const [only] = hashes;
  if (only === undefined) return createHash('sha256').digest();
  if (hashes.length === 1) return only;
  const split = 2 ** Math.floor(Math.log2(hashes.length - 1));
  return nodeHash(rootByDefinition(hashes.slice(0, split)), rootByDefinition(hashes.slice(split)));
}

/** Leaves and roots that Certificate Transparency implementations test with. */
const transparencyLeaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((text) => leafHash(Buffer.from(text, 'hex')));

const transparencyRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('root', () => {
  it.each(transparencyRoots.map((root, size) => ({ size, root })))(
    'of the first $size Certificate Transparency leaves is the published one',
    ({ size, root }) => {
      expect(hex(rootOf(transparencyLeaves.slice(0, size)))).toBe(root);
    },
  );

  it('equals the definition and survives storing the frontier at every size up to 300', () => {
    const all = leaves(300);
    let frontier = Frontier.empty();
    for (let size = 0; size <= 300; size++) {
      expect(frontier.size).toBe(size);
      expect(hex(frontier.root())).toBe(hex(rootByDefinition(all.slice(0, size))));
      expect(hex(rootOf(all.slice(0, size)))).toBe(hex(frontier.root()));
      frontier = Frontier.fromJson(JSON.parse(JSON.stringify(frontier.toJson())));
      const next = all[size];
      if (next) frontier.append(next);
    }
  });

  it('changes when two leaves swap places or one is doubled at the end', () => {
    const [a, b, c] = leaves(3) as [Buffer, Buffer, Buffer];
    expect(hex(rootOf([a, b, c]))).not.toBe(hex(rootOf([b, a, c])));
    expect(hex(rootOf([a, b, c]))).not.toBe(hex(rootOf([a, b, c, c])));
  });

  it.each([
    { size: 3, hashes: ['00'.repeat(32)] },
    { size: -1, hashes: [] },
    { size: 1, hashes: ['zz'.repeat(32)] },
    { size: 1.5, hashes: ['00'.repeat(32)] },
  ])('a stored frontier that cannot be one is refused: $size', (json) => {
    expect(() => Frontier.fromJson(json)).toThrow(
      expect.objectContaining({ code: 'MERKLE_FRONTIER_INVALID' }),
    );
  });
});

describe('proofs', () => {
  it('of the published tree have the published paths', () => {
    expect(inclusionProof(transparencyLeaves, 0).map(hex)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(consistencyProof(transparencyLeaves, 6).map(hex)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  it('show every leaf of every tree up to 40 leaves, and not at another place', () => {
    for (let size = 1; size <= 40; size++) {
      const all = leaves(size);
      const root = rootOf(all);
      all.forEach((leaf, index) => {
        const claim = { leafHash: leaf, index, size, proof: inclusionProof(all, index), root };
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, index: (index + 1) % (size + 1) })).toBe(false);
      });
    }
  });

  it('show every earlier tree as the beginning of every later one up to 40 leaves', () => {
    const all = leaves(40);
    for (let newSize = 0; newSize <= 40; newSize++) {
      for (let oldSize = 0; oldSize <= newSize; oldSize++) {
        const known = all.slice(0, newSize);
        const [oldRoot, newRoot] = [rootOf(all.slice(0, oldSize)), rootOf(known)];
        const proof = consistencyProof(known, oldSize);
        expect(verifyConsistency({ oldSize, oldRoot, newSize, newRoot, proof })).toBe(true);
        const foreign = leafHash(Buffer.from('foreign'));
        expect(verifyConsistency({ oldSize, oldRoot: foreign, newSize, newRoot, proof })).toBe(false);
        if (oldSize > 0) {
          expect(verifyConsistency({ oldSize, oldRoot, newSize, newRoot: foreign, proof })).toBe(false);
        }
      }
    }
  });

  it('are refused after any change of one bit, one hash missing or one too many', () => {
    const sizes = fc.tuple(fc.integer({ min: 2, max: 64 }), fc.nat(), fc.nat(), fc.nat(255));
    fc.assert(
      fc.property(sizes, ([size, place, position, bit]) => {
        const all = leaves(size);
        const root = rootOf(all);
        const index = place % size;
        const proof = inclusionProof(all, index);
        const claim = { leafHash: all[index] ?? root, index, size, root };
        expect(verifyInclusion({ ...claim, proof: flipped(proof, position, bit) })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...proof, root] })).toBe(false);
        const oldSize = 1 + (place % (size - 1));
        const path = consistencyProof(all, oldSize);
        const growth = { oldSize, oldRoot: rootOf(all.slice(0, oldSize)), newSize: size, newRoot: root };
        expect(verifyConsistency({ ...growth, proof: flipped(path, position, bit) })).toBe(false);
        expect(verifyConsistency({ ...growth, proof: path.slice(1) })).toBe(false);
        expect(verifyConsistency({ ...growth, proof: [...path, root] })).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('for entries and sizes the log does not have are errors', () => {
    const range = expect.objectContaining({ code: 'MERKLE_RANGE' });
    expect(() => inclusionProof(leaves(3), 3)).toThrow(range);
    expect(() => consistencyProof(leaves(3), 4)).toThrow(range);
  });
});

function flipped(proof: readonly Buffer[], position: number, bit: number): Buffer[] {
  const copies = proof.map((hash) => Buffer.from(hash));
  const hash = copies[position % copies.length];
  if (hash) hash[bit >> 3] = (hash[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copies;
}
