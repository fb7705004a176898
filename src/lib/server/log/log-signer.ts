import { createPrivateKey, createPublicKey } from 'node:crypto';
import { noteVerifier } from '#core/merkle/signed-note.ts';
import type { NoteSigner } from '#core/merkle/signed-note.ts';
import type { MasterKey } from '../master-key.ts';

/** DER of an Ed25519 private key up to its 32 bytes (RFC 8410 §7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * Who signs this installation's log. The Ed25519 key is derived from the master key, which lies outside the data
 * directory: whoever can write the store alone cannot sign.
 * @param installId names the log
 */
export function logSigner(key: MasterKey, installId: string): NoteSigner {
  const der = Buffer.concat([PKCS8_HEAD, key.derive('log-signing/v1')]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { ...noteVerifier(`patchproof/${installId}`, createPublicKey(privateKey)), privateKey };
}
