import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openTestAuthWithAdministrator, TEST_ORIGIN } from '../open-test-auth.ts';
import { validateSession } from '../validate-session.ts';
import { signInByPasskey } from './complete-sign-in.ts';
import { addPasskey, offerPasskey } from './manage-factors.ts';
import { acceptPasskey, offerAuthentication, passkeysPossible } from './passkeys.ts';

const peer = { address: '192.0.2.7', userAgent: 'Firefox' };
const refused = expect.objectContaining({ code: 'PASSKEY_REFUSED', status: 401 });
const HOST = new URL(TEST_ORIGIN).hostname;
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();

/** CBOR (RFC 8949) of what an authenticator sends: integers, texts, bytes and maps. */
function cbor(value: number | string | Buffer | Map<number | string, unknown>): Buffer {
  const head = (kind: number, size: number) => {
    if (size < 24) return Buffer.of(kind | size);
    return size < 256 ? Buffer.of(kind | 24, size) : Buffer.of(kind | 25, size >> 8, size & 255);
  };
  if (typeof value === 'number') return value < 0 ? head(0x20, -1 - value) : head(0, value);
  if (typeof value === 'string')
    return Buffer.concat([head(0x60, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(0x40, value.length), value]);
  const entries = [...value].flatMap(([key, of]) => [cbor(key), cbor(of as Buffer)]);
  return Buffer.concat([head(0xa0, value.size), ...entries]);
}

/** An authenticator in software: one ES256 key, a counter, and whatever a hostile browser would say. */
class SoftPasskey {
  readonly id = randomBytes(32);
  counter = 0;
  userVerified = true;
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  register(challenge: string, origin = TEST_ORIGIN): string {
    const client = this.#client('webauthn.create', challenge, origin);
    const key = Buffer.concat([Buffer.alloc(16), Buffer.of(0, 32), this.id, cose(this.#keys.publicKey)]);
    const authData = Buffer.concat([this.#authData(HOST, 0x40), key]);
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ]);
    return this.#answer({
      clientDataJSON: client.toString('base64url'),
      attestationObject: cbor(attestation).toString('base64url'),
      transports: ['internal'],
    });
  }

  use(challenge: string, { origin = TEST_ORIGIN, host = HOST } = {}): string {
    this.counter++;
    const client = this.#client('webauthn.get', challenge, origin);
    const authData = this.#authData(host, 0);
    const signed = Buffer.concat([authData, sha256(client)]);
    return this.#answer({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: sign('sha256', signed, this.#keys.privateKey).toString('base64url'),
    });
  }

  #client(type: string, challenge: string, origin: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #authData(host: string, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([sha256(host), Buffer.of(flags | 1 | (this.userVerified ? 4 : 0)), counter]);
  }

  #answer(response: Record<string, unknown>): string {
    const id = this.id.toString('base64url');
    return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response });
  }
}

/** COSE_Key of a P-256 key, RFC 9053 §7.1.1. */
function cose(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const bytes = (text: string) => Buffer.from(text, 'base64url');
  return cbor(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytes(x)],
      [-3, bytes(y)],
    ]),
  );
}

async function open() {
  const opened = await openTestAuthWithAdministrator();
  const { auth, cookie } = opened;
  const first = await validateSession(auth, cookie.value);
  if (!first) throw new Error('no session');
  const key = new SoftPasskey();
  const { challenge } = await offerPasskey(auth, first);
  const added = await addPasskey(auth, first, { name: 'Laptop', answer: key.register(challenge), peer });
  const signedIn = await validateSession(auth, added.cookie.value);
  if (!signedIn) throw new Error('no session');
  const ask = async (accountId: string | null = null) =>
    (await offerAuthentication(auth, { use: 'sign-in', accountId })).challenge;
  return { ...opened, first, key, signedIn, ask };
}

describe('a passkey', () => {
  test('signs in alone, with a factor that is fresh, and notes its use', async () => {
    const { auth, key, ask, store } = await open();
    const cookie = await signInByPasskey(auth, { passkey: key.use(await ask()), peer });
    const found = await validateSession(auth, cookie.value);
    expect(found).toMatchObject({ viewer: { fresh: 'factor' }, session: { enrolment: 'enrolled' } });
    expect(store.log.read(0, 100).at(-1)).toMatchObject({
      kind: 'sign-in.succeeded',
      body: { proof: 'passkey' },
    });
    expect(store.factors.passkey(key.id.toString('base64url'))).toMatchObject({ counter: 1, name: 'Laptop' });
  });

  test('is refused for a challenge used before, of another use, of nobody, or too old', async () => {
    const { auth, clock, key, ask, signedIn } = await open();
    const challenge = await ask();
    await signInByPasskey(auth, { passkey: key.use(challenge), peer });
    const enter = (passkey: string) => signInByPasskey(auth, { passkey, peer });
    await expect(enter(key.use(challenge))).rejects.toThrow(refused);
    await expect(enter(key.use(randomBytes(32).toString('base64url')))).rejects.toThrow(refused);
    const other = await offerAuthentication(auth, { use: 'confirm', accountId: signedIn.accountId });
    await expect(enter(key.use(other.challenge))).rejects.toThrow(refused);
    const old = await ask();
    clock.now += 5 * 60_000;
    await expect(enter(key.use(old))).rejects.toThrow(refused);
  });

  test('is refused from another site, for another host, without its holder, and when its counter goes back', async () => {
    const { auth, key, ask } = await open();
    const enter = (passkey: string) => signInByPasskey(auth, { passkey, peer });
    await expect(enter(key.use(await ask(), { origin: 'https://evil.example' }))).rejects.toThrow(refused);
    await expect(enter(key.use(await ask(), { host: 'evil.example' }))).rejects.toThrow(refused);
    key.userVerified = false;
    await expect(enter(key.use(await ask()))).rejects.toThrow(refused);
    key.userVerified = true;
    await enter(key.use(await ask()));
    key.counter -= 2;
    await expect(enter(key.use(await ask()))).rejects.toThrow(refused);
  });

  test('of another account, an unknown one and rubbish are refused alike', async () => {
    const { auth, key, ask } = await open();
    const asAnother = acceptPasskey(auth, {
      use: 'factor',
      accountId: 'another',
      answer: key.use(await ask()),
    });
    await expect(asAnother).rejects.toThrow(refused);
    for (const passkey of [new SoftPasskey().use(await ask()), '', '{}', 'null', 'x'.repeat(30_000)])
      await expect(signInByPasskey(auth, { passkey, peer })).rejects.toThrow(refused);
  });

  test('of a closed account signs nobody in', async () => {
    const { auth, clock, key, ask, store, signedIn } = await open();
    store.transaction(() => store.people.setDisabled(signedIn.accountId, clock.now));
    await expect(signInByPasskey(auth, { passkey: key.use(await ask()), peer })).rejects.toThrow(refused);
  });

  test('is added for the challenge of the account only, and once', async () => {
    const { auth, signedIn, clock } = await open();
    const second = new SoftPasskey();
    const add = (answer: string) => addPasskey(auth, signedIn, { name: ' ', answer, peer });
    await expect(add(second.register(randomBytes(32).toString('base64url')))).rejects.toThrow(refused);
    const { challenge } = await offerPasskey(auth, signedIn);
    await expect(add(second.register(challenge, 'https://evil.example'))).rejects.toThrow(refused);
    clock.now += 1;
    const again = await offerPasskey(auth, signedIn);
    expect(again.excludeCredentials).toHaveLength(1);
    await expect(add(second.register(again.challenge))).resolves.toMatchObject({ recoveryCodes: null });
  });
});

test.each([
  ['https://patchproof.example.org', true],
  ['http://localhost:3000', true],
  ['http://127.0.0.1:3000', false],
  ['https://[::1]:3000', false],
])('passkeys at %s are possible: %s', (origin, possible) => {
  expect(passkeysPossible(origin)).toBe(possible);
});
