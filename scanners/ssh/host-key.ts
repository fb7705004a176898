import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { ServerHostKeyAlgorithm } from 'ssh2';
import type { HostKeyTrust } from '../scanner.ts';

export interface KnownKey {
  readonly type: string;
  readonly fingerprint: string;
  readonly revoked: boolean;
}

export type HostKeyVerdict =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'revoked' }
  /** Keys are known for this host, and this is none of them. */
  | { readonly kind: 'changed'; readonly known: readonly string[] };

/** `SHA256:…` of a public key blob, as ssh-keygen prints it. */
export function keyFingerprint(blob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** The key type a blob names itself (RFC 4253 §6.6: the first string). */
export function keyType(blob: Uint8Array): string {
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  if (bytes.length < 4) return '';
  const length = bytes.readUInt32BE(0);
  return length <= 64 ? bytes.toString('latin1', 4, 4 + length) : '';
}

/**
 * Keys that known_hosts files hold for a host: plain, pattern and hashed names, `[host]:port`, several key
 * types, `@revoked` marks (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). `@cert-authority` lines are passed over,
 * since host certificates are not supported: such a host is unknown.
 */
export function knownKeys(files: readonly string[], host: string, port: number): KnownKey[] {
  const name = (port === 22 ? host : `[${host}]:${port}`).toLowerCase();
  return files.flatMap((file) => file.split('\n')).flatMap((line) => knownKey(line, name));
}

function knownKey(line: string, name: string): KnownKey[] {
  const words = line.trim().split(/\s+/);
  if (words[0] === '' || words[0]?.startsWith('#')) return [];
  const mark = words[0]?.startsWith('@') ? words.shift() : undefined;
  const [names = '', type = '', base64 = ''] = words;
  if ((mark !== undefined && mark !== '@revoked') || !matchesHost(names, name)) return [];
  const blob = Buffer.from(base64, 'base64');
  if (keyType(blob) !== type) return [];
  return [{ type, fingerprint: keyFingerprint(blob), revoked: mark === '@revoked' }];
}

function matchesHost(names: string, name: string): boolean {
  if (names.startsWith('|1|')) return matchesHash(names, name);
  let matched = false;
  for (const pattern of names.toLowerCase().split(',')) {
    if (pattern.startsWith('!') && matchesPattern(pattern.slice(1), name)) return false;
    matched ||= matchesPattern(pattern, name);
  }
  return matched;
}

/** `|1|salt|hash`: HMAC-SHA1 of the name with the salt (ssh_config(5), HashKnownHosts). */
function matchesHash(names: string, name: string): boolean {
  const [, , salt = '', hash = ''] = names.split('|');
  const expected = Buffer.from(hash, 'base64');
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** `*` and `?` as in ssh_config(5) PATTERNS; linear in the length of the pattern times that of the name. */
function matchesPattern(pattern: string, name: string): boolean {
  let reachable = [0];
  for (const char of pattern) {
    if (char === '*') reachable = range(Math.min(...reachable), name.length);
    else
      reachable = reachable
        .filter((at) => at < name.length && (char === '?' || name[at] === char))
        .map((at) => at + 1);
    if (reachable.length === 0) return false;
  }
  return reachable.includes(name.length);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** Judges an offered key. Pins and known_hosts both count; a revocation overrules either. */
export function judgeHostKey(
  blob: Uint8Array,
  known: readonly KnownKey[],
  trust: HostKeyTrust,
): HostKeyVerdict {
  const offered = keyFingerprint(blob);
  if (known.some((key) => key.revoked && key.fingerprint === offered)) return { kind: 'revoked' };
  const trusted = [...known.filter((key) => !key.revoked).map((key) => key.fingerprint), ...trust.pinned];
  if (trusted.includes(offered)) return { kind: 'accepted' };
  return trusted.length === 0 ? { kind: 'unknown' } : { kind: 'changed', known: [...new Set(trusted)] };
}

/** Signature algorithms by key type; SHA-1 (`ssh-rsa`) is not offered. */
const ALGORITHMS: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
};

/**
 * Host key algorithms to offer: those of known keys first, so that a host with several keys shows one that can
 * be compared. `tried` types are left out: a pin does not say its type, so the others are asked in turn.
 */
export function hostKeyAlgorithms(
  known: readonly KnownKey[],
  tried: readonly string[],
): ServerHostKeyAlgorithm[] {
  const types = [...known.filter((key) => !key.revoked).map((key) => key.type), ...Object.keys(ALGORITHMS)];
  return [...new Set(types)]
    .filter((type) => !tried.includes(type))
    .flatMap((type) => ALGORITHMS[type] ?? []);
}
