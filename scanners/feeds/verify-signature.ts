import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError } from '#core/errors.ts';
import { startProcess } from '../exec.ts';
import { feedChecksum } from './fetch-error.ts';

interface Signed {
  /** What was fetched. */
  readonly path: string;
  /** The detached signature, armored or not. */
  readonly signature: Uint8Array;
  /** File with the publisher's public keys, armored or as `gpg --export` writes them. */
  readonly publicKey: string;
  readonly host: string;
}

const GRACE_MS = 2000;

/**
 * Holds a file against its publisher's OpenPGP signature, by gpgv and the keys given alone: no keyring of the user's
 * counts, and no key is fetched.
 * @throws AppError FEED_CHECKSUM when it is not signed by one of them, FEED_KEY_UNUSABLE
 */
export async function verifySignature({ path, signature, publicKey, host }: Signed): Promise<void> {
  const keyring = resolve(`${path}.keys`);
  const signed = resolve(`${path}.sig`);
  try {
    writeFileSync(keyring, keysOf(publicKey), { mode: 0o600 });
    writeFileSync(signed, signature, { mode: 0o600 });
    const { exitCode, startError, said } = await runGpgv(['--keyring', keyring, '--', signed, resolve(path)]);
    if (startError !== null) throw keyUnusable('gpgv cannot be started: install the package gpgv');
    if (exitCode !== 0) throw feedChecksum(host, `it has no good signature of the given key (${said})`);
  } finally {
    rmSync(keyring, { force: true });
    rmSync(signed, { force: true });
  }
}

async function runGpgv(args: readonly string[]) {
  const lines: Buffer[] = [];
  const { ended } = startProcess({
    file: 'gpgv',
    args,
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    input: '',
    graceMs: GRACE_MS,
    onStdout: () => undefined,
    onStderr: (chunk) => void lines.push(Buffer.from(chunk)),
  });
  const end = await ended;
  const said = Buffer.concat(lines).toString('utf8').trim().split('\n').at(-1) ?? '';
  return { ...end, said: said.replace(/^gpgv: /, '').slice(0, 200) };
}

const ARMOR = /-----BEGIN PGP PUBLIC KEY BLOCK-----\r?\n([\s\S]*?)-----END PGP PUBLIC KEY BLOCK-----/g;

/** gpgv reads no armor (RFC 9580 §6.2): header lines, an empty line, base64, a checksum behind `=`. */
function keysOf(file: string): Buffer {
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch {
    throw keyUnusable(`the file ${file} cannot be read`);
  }
  const blocks = [...content.toString('latin1').matchAll(ARMOR)].map(([, block = '']) => {
    const body = block.split(/\r?\n/).filter((line) => !line.includes(':') && !line.startsWith('='));
    return Buffer.from(body.join(''), 'base64');
  });
  const keys = blocks.length === 0 ? content : Buffer.concat(blocks);
  if (keys.length === 0) throw keyUnusable(`the file ${file} holds no key`);
  return keys;
}

function keyUnusable(why: string): AppError {
  return new AppError({
    code: 'FEED_KEY_UNUSABLE',
    message: `The signature of the feed cannot be verified: ${why}.`,
    remedy: 'Put the publisher’s public key into the folder feed-keys, or remove the file to do without.',
    status: 500,
    exitCode: 3,
  });
}
