import { createPrivateKey, createPublicKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  noteVerifier,
  openNote,
  openSignedText,
  readVerifier,
  signCheckpoint,
  verifierText,
} from './signed-note.ts';
import type { NoteSigner } from './signed-note.ts';

function signerOf(name: string, seed: number): NoteSigner {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, seed)]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { ...noteVerifier(name, createPublicKey(privateKey)), privateKey };
}

const signer = signerOf('patchproof-lab', 7);
const checkpoint = { origin: 'patchproof-lab', size: 1234, root: 'ab'.repeat(32) };

/** The example of golang.org/x/mod/sumdb/note, which C2SP signed-note took over. */
const goKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const goNote = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

describe('a verifier key', () => {
  it('is read as other tools write it, and written the same', () => {
    const read = readVerifier(goKey);
    expect(read && verifierText(read)).toBe(goKey);
  });

  it('is refused with another id, another algorithm or a name that cannot be one', () => {
    expect(readVerifier(goKey.replace('c74f20a3', 'c74f20a4'))).toBeNull();
    expect(readVerifier(goKey.replace('+ARpc', '+Axpc'))).toBeNull();
    expect(readVerifier(goKey.replace('PeterNeumann', 'Peter Neumann'))).toBeNull();
    expect(() => noteVerifier('two words', signer.publicKey)).toThrow(RangeError);
  });

  it('checks the signature of the published note, which is not about a checkpoint', () => {
    const verifier = readVerifier(goKey);
    const trusted = verifier ? [verifier] : [];
    expect(openSignedText(goNote, trusted)).toEqual({
      kind: 'genuine',
      text: goNote.split('\n\n')[0] + '\n',
    });
    expect(openSignedText(goNote.replace('answer', 'Answer'), trusted)).toEqual({ kind: 'wrong-signature' });
    expect(openNote(goNote, trusted)).toEqual({ kind: 'malformed' });
  });
});

describe('a signed checkpoint', () => {
  it('opens with the key that signed it', () => {
    expect(openNote(signCheckpoint(checkpoint, signer), [signer])).toEqual({ kind: 'genuine', checkpoint });
  });

  it('has the lines of C2SP tlog-checkpoint', () => {
    const [origin, size, root, empty, signature, end] = signCheckpoint(checkpoint, signer).split('\n');
    expect([origin, size, root, empty, end]).toEqual([
      'patchproof-lab',
      '1234',
      Buffer.alloc(32, 0xab).toString('base64'),
      '',
      '',
    ]);
    expect(signature).toMatch(/^\u2014 patchproof-lab [A-Za-z0-9+/]{91}=$/);
  });

  it('stays genuine when a witness adds its line, and is foreign without our key', () => {
    const ours = signCheckpoint(checkpoint, signer);
    const witness = signerOf('witness.example', 9);
    const line = signCheckpoint(checkpoint, witness).split('\n\n')[1] ?? '';
    expect(openNote(ours + line, [signer]).kind).toBe('genuine');
    expect(openNote(ours + line, [signerOf('patchproof-lab', 8)]).kind).toBe('foreign-key');
  });

  it('is refused after any change of one character', () => {
    const note = signCheckpoint(checkpoint, signer);
    fc.assert(
      fc.property(fc.nat(note.length - 1), fc.integer({ min: 1, max: 127 }), (at, mask) => {
        const code = note.charCodeAt(at) ^ mask;
        const changed = note.slice(0, at) + String.fromCharCode(code) + note.slice(at + 1);
        return openNote(changed, [signer]).kind !== 'genuine';
      }),
      { numRuns: 3000 },
    );
  });

  it.each(['', '\n\n', 'x\n1\n\n', `${signCheckpoint(checkpoint, signer)}x`])('%j is none', (text) => {
    expect(openNote(text, [signer]).kind).toBe('malformed');
  });
});
