import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MasterKey } from './master-key.ts';
import { openSecret, sealSecret } from './sealed-secret.ts';

const key = new MasterKey(Buffer.alloc(32, 1));
const place = { table: 'credential', id: 'c1', field: 'secret' };
const secret = Buffer.from('-----BEGIN OPENSSH PRIVATE KEY-----');

test('any secret opens again in its own place', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      expect(openSecret(key, place, sealSecret(key, place, bytes)).equals(bytes)).toBe(true);
    }),
  );
});

test('the same secret never looks the same twice, and its text is not in what is stored', () => {
  const [a, b] = [sealSecret(key, place, secret), sealSecret(key, place, secret)];
  expect(a.equals(b)).toBe(false);
  expect(a.includes('OPENSSH')).toBe(false);
});

test.each([
  { ...place, table: 'other' },
  { ...place, id: 'c2' },
  { ...place, field: 'passphrase' },
])('a secret moved to %o does not open', (elsewhere) => {
  const sealed = sealSecret(key, place, secret);
  expect(() => openSecret(key, elsewhere, sealed)).toThrow(
    expect.objectContaining({ code: 'SECRET_DAMAGED', exitCode: 4 }),
  );
});

test('a change of any one byte is refused', () => {
  const sealed = sealSecret(key, place, secret);
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 0x10;
    expect(() => openSecret(key, place, changed)).toThrow(/integrity|sealed with/);
  }
});

test('a secret cut short at any byte is refused', () => {
  const sealed = sealSecret(key, place, secret);
  for (let length = 0; length < sealed.length; length++) {
    expect(() => openSecret(key, place, sealed.subarray(0, length))).toThrow(
      expect.objectContaining({ code: 'SECRET_DAMAGED' }),
    );
  }
});

test('another master key is told by its id', () => {
  const sealed = sealSecret(key, place, secret);
  expect(() => openSecret(new MasterKey(Buffer.alloc(32, 2)), place, sealed)).toThrow(
    expect.objectContaining({ code: 'SECRET_KEY_UNKNOWN', exitCode: 3 }),
  );
});
