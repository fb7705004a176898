import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/**
 * Checkpoints of a log as signed notes (C2SP signed-note and tlog-checkpoint): three lines `origin`, size and root,
 * an empty line, and one line per signature. Any tool for transparency logs reads them.
 */
export interface Checkpoint {
  /** Names the log: one line without spaces or plus signs. */
  readonly origin: string;
  /** Number of leaves. */
  readonly size: number;
  /** Root over them, 32 bytes in hex. */
  readonly root: string;
}

/** Who signs, without the secret. */
export interface NoteVerifier {
  readonly name: string;
  /** First four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key), hex. */
  readonly keyId: string;
  readonly publicKey: KeyObject;
}

export interface NoteSigner extends NoteVerifier {
  readonly privateKey: KeyObject;
}

/** What a note turned out to be. */
export type OpenedNote =
  | { readonly kind: 'genuine'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'malformed' | 'foreign-key' | 'wrong-signature' };

/** Algorithm byte of Ed25519 in note keys and signatures. */
const ED25519 = 1;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
/** DER of an Ed25519 public key up to the key itself (RFC 8410). */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const nameForm = /^[^\s+]+$/;

/** A verifier from a name and a public key. @throws RangeError for a name with spaces or plus signs */
export function noteVerifier(name: string, publicKey: KeyObject): NoteVerifier {
  if (!nameForm.test(name)) throw new RangeError('the name of a key has no spaces and no plus sign');
  return { name, publicKey, keyId: keyIdOf(name, rawKey(publicKey)) };
}

/** As a line of text, for those who check: `name+id+key` (C2SP signed-note, "verifier key"). */
export function verifierText({ name, keyId, publicKey }: NoteVerifier): string {
  const key = Buffer.concat([Buffer.of(ED25519), rawKey(publicKey)]).toString('base64');
  return `${name}+${keyId}+${key}`;
}

/** Reads what `verifierText` wrote; null when it is none. */
export function readVerifier(text: string): NoteVerifier | null {
  const [, name = '', keyId = '', key = ''] =
    /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length !== 1 + KEY_BYTES || bytes[0] !== ED25519) return null;
  const raw = bytes.subarray(1);
  if (keyIdOf(name, raw) !== keyId) return null;
  const der = Buffer.concat([SPKI_HEAD, raw]);
  return { name, keyId, publicKey: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

/** The signed text of a checkpoint. */
export function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): string {
  const text = checkpointText(checkpoint);
  const signature = sign(null, Buffer.from(text, 'utf8'), signer.privateKey);
  const line = Buffer.concat([Buffer.from(signer.keyId, 'hex'), signature]).toString('base64');
  return `${text}\n\u2014 ${signer.name} ${line}\n`;
}

/** Checks a note against the keys that are trusted; signatures of others, such as witnesses, are passed over. */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): OpenedNote {
  const opened = openSignedText(note, verifiers);
  if (opened.kind !== 'genuine') return opened;
  const checkpoint = readCheckpoint(opened.text);
  return checkpoint === null ? { kind: 'malformed' } : { kind: 'genuine', checkpoint };
}

type OpenedText =
  { readonly kind: 'genuine'; readonly text: string } | Exclude<OpenedNote, { readonly kind: 'genuine' }>;

/** As `openNote` for a note about anything: its text, when a trusted key signed it. */
export function openSignedText(note: string, verifiers: readonly NoteVerifier[]): OpenedText {
  const cut = note.lastIndexOf('\n\n');
  if (cut === -1) return { kind: 'malformed' };
  const text = note.slice(0, cut + 1);
  const lines = note.slice(cut + 2).split('\n');
  const signatures = lines.slice(0, -1).map(readSignature);
  if (lines.at(-1) !== '' || signatures.length === 0) return { kind: 'malformed' };
  let known = false;
  for (const signature of signatures) {
    if (signature === null) return { kind: 'malformed' };
    const verifier = verifiers.find(
      ({ name, keyId }) => name === signature.name && keyId === signature.keyId,
    );
    if (!verifier) continue;
    known = true;
    if (verify(null, Buffer.from(text, 'utf8'), verifier.publicKey, signature.bytes))
      return { kind: 'genuine', text };
  }
  return { kind: known ? 'wrong-signature' : 'foreign-key' };
}

function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${Buffer.from(root, 'hex').toString('base64')}\n`;
}

/** Extension lines after the root are allowed and not read. */
function readCheckpoint(text: string): Checkpoint | null {
  const [, origin = '', size = '', root = ''] =
    /^(\S+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n/.exec(text) ?? [];
  const bytes = Buffer.from(root, 'base64');
  // Base64 has several texts for some bytes; only the one that is written counts.
  if (origin === '' || bytes.toString('base64') !== root || !Number.isSafeInteger(Number(size))) return null;
  return { origin, size: Number(size), root: bytes.toString('hex') };
}

function readSignature(line: string): { name: string; keyId: string; bytes: Buffer } | null {
  const [, name = '', text = ''] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
  const bytes = Buffer.from(text, 'base64');
  if (name === '' || bytes.length < 5 || bytes.toString('base64') !== text) return null;
  const keyId = bytes.subarray(0, 4).toString('hex');
  const isOurs = bytes.length === 4 + SIGNATURE_BYTES;
  return { name, keyId: isOurs ? keyId : '', bytes: bytes.subarray(4) };
}

function keyIdOf(name: string, raw: Uint8Array): string {
  const hash = createHash('sha256').update(`${name}\n`).update(Buffer.of(ED25519)).update(raw);
  return hash.digest('hex').slice(0, 8);
}

function rawKey(publicKey: KeyObject): Buffer {
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI_HEAD.length);
}
