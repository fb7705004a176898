import { createHmac, generateKeyPairSync } from 'node:crypto';
import ssh2 from 'ssh2';
import { describe, expect, it } from 'vitest';
import { hostKeyAlgorithms, judgeHostKey, keyFingerprint, knownKeys } from './host-key.ts';

function makeKey(type: 'ed25519' | 'ecdsa'): { type: string; blob: Buffer; line: string } {
  const pair =
    type === 'ed25519'
      ? ssh2.utils.generateKeyPairSync('ed25519')
      : ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  const [name = '', base64 = ''] = pair.public.split(' ');
  return { type: name, blob: Buffer.from(base64, 'base64'), line: `${name} ${base64}` };
}

const one = makeKey('ed25519');
const two = makeKey('ed25519');
const curve = makeKey('ecdsa');
const none = { knownHosts: [], pinned: [] };

function verdict(file: string, blob: Buffer, host = 'web.example', port = 22, pinned: string[] = []) {
  const known = knownKeys([file], host, port);
  return judgeHostKey(blob, known, { ...none, pinned }).kind;
}

function hashed(name: string): string {
  const salt = Buffer.from('0123456789abcdef0123');
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

describe('host keys', () => {
  it('accepts a key that known_hosts has for the host, by any spelling of the name', () => {
    expect(verdict(`web.example,10.0.0.1 ${one.line} comment`, one.blob)).toBe('accepted');
    expect(verdict(`WEB.example ${one.line}`, one.blob)).toBe('accepted');
    expect(verdict(`*.example ${one.line}`, one.blob)).toBe('accepted');
    expect(verdict(`we?.exam* ${one.line}`, one.blob)).toBe('accepted');
    expect(verdict(`${hashed('web.example')} ${one.line}`, one.blob)).toBe('accepted');
    expect(verdict(`[web.example]:2222 ${one.line}`, one.blob, 'web.example', 2222)).toBe('accepted');
    expect(verdict(`${hashed('[web.example]:2222')} ${one.line}`, one.blob, 'web.example', 2222)).toBe(
      'accepted',
    );
  });

  it('does not take the key of another host, port or a negated pattern', () => {
    expect(verdict(`other.example ${one.line}`, one.blob)).toBe('unknown');
    expect(verdict(`web.example ${one.line}`, one.blob, 'web.example', 2222)).toBe('unknown');
    expect(verdict(`*.example,!web.example ${one.line}`, one.blob)).toBe('unknown');
    expect(verdict(`${hashed('other.example')} ${one.line}`, one.blob)).toBe('unknown');
    expect(verdict(`# web.example ${one.line}`, one.blob)).toBe('unknown');
    expect(verdict(`@cert-authority *.example ${one.line}`, one.blob)).toBe('unknown');
    expect(verdict(`web.example ssh-rsa ${one.line.split(' ')[1] ?? ''}`, one.blob)).toBe('unknown');
  });

  it('says changed as soon as any key is known for the host, whatever its type', () => {
    expect(verdict(`web.example ${one.line}`, two.blob)).toBe('changed');
    expect(verdict(`web.example ${one.line}`, curve.blob)).toBe('changed');
    expect(verdict('', two.blob, 'web.example', 22, [keyFingerprint(one.blob)])).toBe('changed');
  });

  it('lets a revocation overrule a known and a pinned key', () => {
    const file = `web.example ${one.line}\n@revoked * ${one.line}`;
    expect(verdict(file, one.blob, 'web.example', 22, [keyFingerprint(one.blob)])).toBe('revoked');
    expect(verdict(`@revoked web.example ${one.line}`, two.blob)).toBe('unknown');
  });

  it('prints fingerprints as ssh-keygen does', () => {
    const known = Buffer.from(
      'AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
      'base64',
    );
    expect(keyFingerprint(known)).toBe('SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU');
  });

  it('asks for the types of known keys first, and never for SHA-1', () => {
    const known = knownKeys([`web.example ${curve.line}`], 'web.example', 22);
    expect(hostKeyAlgorithms(known, [])[0]).toBe('ecdsa-sha2-nistp256');
    expect(hostKeyAlgorithms(known, [])).not.toContain('ssh-rsa');
    expect(hostKeyAlgorithms([], ['ssh-ed25519'])).not.toContain('ssh-ed25519');
  });

  it('survives a known_hosts file of garbage', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const junk = [
      '|1|',
      '|1|x|y ssh-ed25519 AAAA',
      '@revoked',
      `a ssh-ed25519 ${'A'.repeat(50)}`,
      '\u0000',
      publicKey.type,
    ];
    expect(knownKeys([junk.join('\n')], 'a', 22)).toEqual([]);
  });
});
