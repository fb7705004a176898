import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createToken, listTokens, revokeToken, type NewToken } from './api-tokens.ts';
import { authorise } from './authorise.ts';
import { addPerson, eventKinds, openTestAuthWithAdministrator } from './open-test-auth.ts';
import { generateToken, parseToken } from './token-format.ts';
import { verifyToken } from './verify-token.ts';
import { localOperator } from './viewer.ts';

const DAY = 86_400_000;
const wanted: NewToken = { name: 'nightly export', kind: 'user', scopes: ['read'], days: 30 };
const scanner: NewToken = { name: 'branch', kind: 'scan', scopes: ['submit'], days: 90, scanner: 'branch-1' };
const code = (expected: string) => expect.objectContaining({ code: expected });

describe('the form of a token', () => {
  test('has a prefix, an id, 256 bits and a checksum', () => {
    for (const kind of ['user', 'scan'] as const) {
      const { token, id } = generateToken(kind);
      expect(token).toMatch(new RegExp(`^pp_${kind}_${id}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$`));
      expect(parseToken(token)).toEqual({ kind, id });
    }
  });

  test('a change of any one character is found without the store', async () => {
    const { auth, store } = await openTestAuthWithAdministrator();
    store.tokens.find = () => expect.unreachable();
    const { token } = generateToken('user');
    for (let at = 0; at < token.length; at++) {
      const changed = `${token.slice(0, at)}${token[at] === 'x' ? 'y' : 'x'}${token.slice(at + 1)}`;
      expect(() => verifyToken(auth, changed)).toThrow(code('TOKEN_INVALID'));
    }
  });

  test('the checksum is the CRC-32 of what precedes it', () => {
    // CRC-32 of the text by cksum -o 3 / Python zlib: in base62, six digits.
    const body = 'pp_user_AAAAAAAA_0123456789012345678901234567890123456789012';
    expect(parseToken(`${body}_2b3Cy9`)).toEqual({ kind: 'user', id: 'AAAAAAAA' });
  });
});

describe('a token', () => {
  test('stands for its person within its scopes, is shown once and kept as a hash', async () => {
    const { auth, store, dataDir, administrator } = await openTestAuthWithAdministrator();
    const { token, id, expiresAt } = createToken(auth, administrator, wanted);
    expect(expiresAt).toBe(new Date(auth.clock() + 30 * DAY).toISOString());
    const viewer = verifyToken(auth, token);
    const { fresh: _atThePage, ...person } = administrator;
    expect(viewer).toEqual({ ...person, via: 'api', scopes: ['read'] });
    expect(() => authorise(viewer, 'finding.read')).not.toThrow();
    expect(() => authorise(viewer, 'scan.start')).toThrow(code('SCOPE_MISSING'));
    const files = ['store.db', 'store.db-wal']
      .map((name) => readFileSync(join(dataDir, name), 'latin1'))
      .join();
    expect(files).not.toContain(token);
    expect(JSON.stringify(listTokens(auth, administrator))).not.toContain(token);
    expect(store.log.read(0, 100).at(-1)).toMatchObject({ kind: 'token.created', object: `token:${id}` });
  });

  test('of a scanner may submit and nothing else', async () => {
    const { auth, administrator } = await openTestAuthWithAdministrator();
    const viewer = verifyToken(auth, createToken(auth, administrator, scanner).token);
    expect(viewer).toMatchObject({
      personId: null,
      name: 'branch-1',
      roles: ['scanner'],
      scopes: ['submit'],
    });
    expect(() => authorise(viewer, 'scan.submit')).not.toThrow();
    expect(() => authorise(viewer, 'finding.read')).toThrow(code('FORBIDDEN'));
  });

  test('works from its networks only', async () => {
    const { auth, administrator } = await openTestAuthWithAdministrator();
    const cidrs = ['10.1.0.0/16', '2001:db8::/32', '192.0.2.9'];
    const { token } = createToken(auth, administrator, { ...wanted, cidrs });
    for (const address of ['10.1.255.1', '2001:db8:1::7', '192.0.2.9'])
      expect(verifyToken(auth, token, address).via).toBe('api');
    for (const address of ['10.2.0.1', '2001:db9::1', '192.0.2.10', 'unknown'])
      expect(() => verifyToken(auth, token, address)).toThrow(code('TOKEN_ELSEWHERE'));
    for (const cidr of ['10.1.0.0/33', 'everywhere', '10.1.0.0/16/1', '10.1/16'])
      expect(() => createToken(auth, administrator, { ...wanted, cidrs: [cidr] })).toThrow(
        code('TOKEN_INPUT_INVALID'),
      );
  });

  test('sees the units that both it and its person may see', async () => {
    const { auth, administrator, store } = await openTestAuthWithAdministrator();
    const { token } = createToken(auth, administrator, { ...wanted, units: ['retail', 'cards'] });
    expect(verifyToken(auth, token).units).toEqual(['retail', 'cards']);
    store.people.held = () => [{ role: 'analyst', unit: 'cards', groupId: null }];
    expect(verifyToken(auth, token).units).toEqual(['cards']);
  });

  test('cannot make or revoke tokens, even with every scope of an administrator', async () => {
    const { auth, administrator } = await openTestAuthWithAdministrator();
    const all = { ...wanted, scopes: ['read', 'scan', 'import', 'submit'] as const };
    const { token, id } = createToken(auth, administrator, all);
    const viewer = verifyToken(auth, token);
    expect(() => createToken(auth, viewer, wanted)).toThrow(code('FORBIDDEN'));
    expect(() => createToken(auth, viewer, scanner)).toThrow(code('FORBIDDEN'));
    expect(() => revokeToken(auth, viewer, id)).toThrow(code('FORBIDDEN'));
  });

  test('expires to the millisecond and is revoked at once, each with its own answer', async () => {
    const { auth, clock, administrator, store } = await openTestAuthWithAdministrator();
    const first = createToken(auth, administrator, wanted);
    const second = createToken(auth, administrator, wanted);
    revokeToken(auth, administrator, second.id);
    revokeToken(auth, administrator, second.id);
    expect(() => verifyToken(auth, second.token)).toThrow(code('TOKEN_INVALID'));
    expect(eventKinds(store).filter((kind) => kind === 'token.revoked')).toHaveLength(1);
    clock.now += 30 * DAY - 1;
    expect(verifyToken(auth, first.token).via).toBe('api');
    clock.now += 1;
    expect(() => verifyToken(auth, first.token)).toThrow(code('TOKEN_EXPIRED'));
  });

  test('with a good checksum but an unknown secret is refused', async () => {
    const { auth, administrator, store } = await openTestAuthWithAdministrator();
    const { id } = createToken(auth, administrator, wanted);
    const real = store.tokens.find(id);
    store.tokens.find = () => real;
    expect(() => verifyToken(auth, generateToken('user').token)).toThrow(code('TOKEN_INVALID'));
  });

  test('follows its person: roles as they are now, nothing once the account is disabled', async () => {
    const { auth, administrator, store } = await openTestAuthWithAdministrator();
    const { token } = createToken(auth, administrator, wanted);
    store.people.held = () => [{ role: 'owner', unit: 'default', groupId: null }];
    expect(verifyToken(auth, token)).toMatchObject({ roles: ['owner'], units: ['default'] });
    store.people.isActive = () => false;
    expect(() => verifyToken(auth, token)).toThrow(code('TOKEN_INVALID'));
  });

  test('notes its last use at most once a minute', async () => {
    const { auth, clock, administrator } = await openTestAuthWithAdministrator();
    const { token } = createToken(auth, administrator, wanted);
    const lastUsed = () => listTokens(auth, administrator)[0]?.lastUsedAt;
    expect(lastUsed()).toBeNull();
    verifyToken(auth, token);
    const first = new Date(clock.now).toISOString();
    clock.now += 59_999;
    verifyToken(auth, token);
    expect(lastUsed()).toBe(first);
    clock.now += 1;
    verifyToken(auth, token);
    expect(lastUsed()).toBe(new Date(clock.now).toISOString());
  });

  test.each([
    { ...wanted, days: 0 },
    { ...wanted, days: 366 },
    { ...wanted, days: 1.5 },
    { ...wanted, days: Number.NaN },
    { ...scanner, days: 91 },
    { ...wanted, name: ' ' },
    { ...wanted, scopes: [] },
    { ...scanner, scanner: ' ' },
    { ...scanner, scopes: ['submit', 'read'] as const },
  ])('is refused as %o', async (input) => {
    const { auth, administrator } = await openTestAuthWithAdministrator();
    expect(() => createToken(auth, administrator, input)).toThrow(code('TOKEN_INPUT_INVALID'));
  });

  test('of another person is not there, except for an administrator', async () => {
    const { auth, administrator, store } = await openTestAuthWithAdministrator();
    const analyst = addPerson(store, { id: 'bo', roles: ['analyst'] });
    const foreign = createToken(auth, administrator, wanted);
    const own = createToken(auth, analyst, wanted);
    expect(listTokens(auth, analyst).map((token) => token.id)).toEqual([own.id]);
    expect(() => revokeToken(auth, analyst, foreign.id)).toThrow(code('TOKEN_UNKNOWN'));
    expect(() => revokeToken(auth, analyst, 'absent00')).toThrow(code('TOKEN_UNKNOWN'));
    expect(listTokens(auth, administrator)).toHaveLength(2);
    revokeToken(auth, administrator, own.id);
    expect(() => verifyToken(auth, own.token)).toThrow(code('TOKEN_INVALID'));
  });

  test('is made by the local operator for a person who has an account, by nobody else', async () => {
    const { auth, administrator, store } = await openTestAuthWithAdministrator();
    addPerson(store, { id: 'bo', roles: ['analyst'] });
    const forBo = { ...wanted, forPersonId: 'bo' };
    expect(verifyToken(auth, createToken(auth, localOperator, forBo).token).personId).toBe('bo');
    expect(() => createToken(auth, administrator, forBo)).toThrow(code('FORBIDDEN'));
    expect(() => createToken(auth, localOperator, { ...wanted, forPersonId: 'none' })).toThrow(
      code('PERSON_UNKNOWN'),
    );
    expect(() => createToken(auth, null, wanted)).toThrow(code('UNAUTHENTICATED'));
  });
});
