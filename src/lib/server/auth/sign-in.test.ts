import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AuthContext } from './auth-context.ts';
import { EMAIL, eventKinds, openTestAuthWithAdministrator, PASSWORD } from './open-test-auth.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';
import { validateSession } from './validate-session.ts';

const MINUTE = 60_000;
const FAILED = { code: 'SIGN_IN_FAILED', status: 401 };

let lastAddress = 0;
/** Another address each time, so that only the account's own limit counts. */
const elsewhere = () => `198.51.${Math.floor(++lastAddress / 250)}.${lastAddress % 250}`;

const tryIn = (auth: AuthContext, password: string, rest: { email?: string; address?: string } = {}) =>
  signIn(auth, { email: EMAIL, address: elsewhere(), userAgent: 'Firefox', ...rest, password });

describe('signing in', () => {
  test('opens a session, with a cookie that only the server reads', async () => {
    const { auth, store, administrator } = await openTestAuthWithAdministrator();
    const { viewer, cookie } = await tryIn(auth, PASSWORD, { email: ' ADA@example.org' });
    expect({ ...viewer, fresh: 'factor' }).toEqual(administrator);
    expect(cookie).toEqual({
      name: '__Host-pp_session',
      value: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      attributes: { path: '/', secure: true, httpOnly: true, sameSite: 'strict', maxAge: 12 * 3600 },
    });
    expect(store.log.read(0, 100).at(-1)).toMatchObject({
      kind: 'sign-in.succeeded',
      actor: viewer?.personId,
    });
  });

  test('stores only the hash of the session id', async () => {
    const { auth, dataDir } = await openTestAuthWithAdministrator();
    const { cookie } = await tryIn(auth, PASSWORD);
    const files = ['store.db', 'store.db-wal']
      .map((name) => readFileSync(join(dataDir, name), 'latin1'))
      .join();
    expect(files).not.toContain(cookie.value);
  });

  test('gives a stranger the same answer for an unknown user, a wrong password, a pause and a lock', async () => {
    const { auth, store } = await openTestAuthWithAdministrator();
    const answers: unknown[] = [await tryIn(auth, PASSWORD, { email: 'nobody@example.org' }).catch((e) => e)];
    for (let n = 0; n < 12; n++) answers.push(await tryIn(auth, 'wrong wrong wrong').catch((e) => e));
    answers.push(await tryIn(auth, PASSWORD).catch((e) => e));
    const shown = answers.map((error) => JSON.stringify(error) + String(error));
    expect(new Set(shown).size).toBe(1);
    for (const error of answers) expect(error).toMatchObject(FAILED);
    expect(JSON.stringify(store.log.read(0, 100))).not.toContain('nobody');
  });

  test('does the same work for an unknown user, a known one and a locked one', async () => {
    const { auth } = await openTestAuthWithAdministrator();
    let hashes = 0;
    const verify = auth.passwords.verify.bind(auth.passwords);
    auth.passwords.verify = (hash, password) => (hashes++, verify(hash, password));
    for (let n = 0; n < 12; n++) await tryIn(auth, 'wrong wrong wrong').catch(() => null);
    for (let n = 0; n < 12; n++)
      await tryIn(auth, 'wrong', { email: 'nobody@example.org' }).catch(() => null);
    expect(hashes).toBe(24);
  });

  test('fails when its event cannot be appended', async () => {
    const { auth, store } = await openTestAuthWithAdministrator();
    const account = store.people.accountByUsername(EMAIL)?.id ?? '';
    const before = store.sessions.listOf(account).length;
    store.log.append = () => {
      throw new Error('log full');
    };
    await expect(tryIn(auth, PASSWORD)).rejects.toThrow('log full');
    expect(store.sessions.listOf(account)).toHaveLength(before);
  });

  test('keeps at most five sessions of a person: the oldest ends', async () => {
    const { auth, clock, cookie: first } = await openTestAuthWithAdministrator();
    const cookies = [first];
    for (let n = 0; n < 5; n++) {
      clock.now += 1000;
      cookies.push((await tryIn(auth, PASSWORD)).cookie);
    }
    const alive = await Promise.all(
      cookies.map(async ({ value }) => (await validateSession(auth, value)) !== null),
    );
    expect(alive).toEqual([false, true, true, true, true, true]);
  });
});

describe('failed attempts', () => {
  test('pause the account after five, for 1, 2, 4, 8, 16 seconds, and lock it at ten for 30 minutes', async () => {
    const { auth, clock, store } = await openTestAuthWithAdministrator();
    for (let n = 0; n < 4; n++) await expect(tryIn(auth, 'wrong wrong wrong')).rejects.toMatchObject(FAILED);
    for (const pause of [1, 2, 4, 8, 16]) {
      await expect(tryIn(auth, 'wrong wrong wrong')).rejects.toMatchObject(FAILED);
      clock.now += pause * 1000 - 1;
      await expect(tryIn(auth, PASSWORD)).rejects.toMatchObject(FAILED);
      expect(store.log.read(0, 100).at(-1)?.body).toMatchObject({ reason: 'paused' });
      clock.now += 1;
    }
    await expect(tryIn(auth, 'wrong wrong wrong')).rejects.toMatchObject(FAILED);
    clock.now += 30 * MINUTE - 1;
    await expect(tryIn(auth, PASSWORD)).rejects.toMatchObject(FAILED);
    expect(store.log.read(0, 100).at(-1)?.body).toMatchObject({ reason: 'locked' });
    clock.now += 1;
    await expect(tryIn(auth, PASSWORD)).resolves.toBeDefined();
  });

  test('are forgotten after a right password', async () => {
    const { auth } = await openTestAuthWithAdministrator();
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 4; n++) await tryIn(auth, 'wrong wrong wrong').catch(() => null);
      await expect(tryIn(auth, PASSWORD)).resolves.toBeDefined();
    }
  });

  test('outlive a restart', async () => {
    const { auth, reopen, over } = await openTestAuthWithAdministrator();
    for (let n = 0; n < 5; n++) await tryIn(auth, 'wrong wrong wrong').catch(() => null);
    await expect(tryIn(over(reopen()), PASSWORD)).rejects.toMatchObject(FAILED);
  });

  test('by the hundred slow every sign-in down for a minute, with one event and a mail', async () => {
    const { auth, clock, store, pauses, mail } = await openTestAuthWithAdministrator();
    for (let n = 0; n < 199; n++)
      await tryIn(auth, 'wrong', { email: `u${n}@example.org` }).catch(() => null);
    await tryIn(auth, PASSWORD);
    expect(pauses).toEqual([]);
    await tryIn(auth, 'wrong', { email: 'last@example.org' }).catch(() => null);
    expect(eventKinds(store).filter((kind) => kind === 'sign-in.flood')).toHaveLength(1);
    expect(mail.sent).toHaveLength(1);
    await tryIn(auth, PASSWORD);
    expect(pauses).toEqual([2000]);
    clock.now += MINUTE;
    await tryIn(auth, PASSWORD);
    expect(pauses).toEqual([2000]);
  });

  test('many at once cannot slip past the limit', async () => {
    const { auth, store } = await openTestAuthWithAdministrator();
    let checked = 0;
    const verify = auth.passwords.verify.bind(auth.passwords);
    auth.passwords.verify = (hash, password) => ((checked += hash === null ? 0 : 1), verify(hash, password));
    await Promise.allSettled(Array.from({ length: 40 }, () => tryIn(auth, 'wrong wrong wrong')));
    expect(checked).toBe(5);
    expect(store.log.verify()).toEqual([]);
  });

  test('block an address after 20 in 10 minutes, whoever it tries, with one event for the block', async () => {
    const { auth, clock, store } = await openTestAuthWithAdministrator();
    const from = { address: '2001:db8:1:2::1' };
    const guess = (n: number) => tryIn(auth, 'wrong', { ...from, email: `u${n}@example.org` });
    for (let n = 0; n < 20; n++) await expect(guess(n)).rejects.toMatchObject(FAILED);
    const neighbour = { address: '2001:db8:1:2:ffff::9' };
    for (let n = 0; n < 5; n++) {
      await expect(tryIn(auth, PASSWORD, neighbour)).rejects.toMatchObject({
        code: 'TOO_MANY_ATTEMPTS',
        status: 429,
      });
    }
    const reasons = store.log.read(0, 100).map((event) => JSON.stringify(event.body));
    expect(reasons.filter((body) => body.includes('address-blocked'))).toHaveLength(1);
    await expect(tryIn(auth, PASSWORD, { address: '2001:db8:1:3::1' })).resolves.toBeDefined();
    clock.now += 10 * MINUTE;
    await expect(tryIn(auth, PASSWORD, neighbour)).resolves.toBeDefined();
  });

  test('with an endless password cost no more than others', async () => {
    const { auth } = await openTestAuthWithAdministrator();
    await expect(tryIn(auth, 'x'.repeat(10_000_000))).rejects.toMatchObject(FAILED);
  });
});

describe('a session', () => {
  test('ends after 15 minutes without action; polling is no action', async () => {
    const { auth, clock, cookie } = await openTestAuthWithAdministrator();
    clock.now += 15 * MINUTE - 1;
    expect(await validateSession(auth, cookie.value)).not.toBeNull();
    clock.now += 15 * MINUTE - 1;
    expect(await validateSession(auth, cookie.value, 'polling')).not.toBeNull();
    clock.now += 1;
    expect(await validateSession(auth, cookie.value)).toBeNull();
  });

  test.each([
    ['an administrator', 'administrator', 8],
    ['anybody else', 'analyst', 12],
  ])('of %s ends for certain, however busy (role %s, %i hours)', async (_, role, hours) => {
    const { auth, clock, administrator, store, ...opened } = await openTestAuthWithAdministrator();
    let { cookie } = opened;
    if (role === 'analyst') {
      store.people.held = () => [{ role: 'analyst', unit: 'default', groupId: null }];
      ({ cookie } = await tryIn(auth, PASSWORD));
    }
    const end = clock.now + hours * 60 * MINUTE;
    while (clock.now + 10 * MINUTE < end) {
      clock.now += 10 * MINUTE;
      const found = await validateSession(auth, cookie.value);
      expect(found?.viewer.personId).toBe(administrator.personId);
      expect(found?.session.expiresAt).toBe(end);
    }
    clock.now = end - 1;
    expect(await validateSession(auth, cookie.value)).not.toBeNull();
    clock.now = end;
    expect(await validateSession(auth, cookie.value)).toBeNull();
  });

  test('ends when the roles are no longer those it was opened with', async () => {
    const { auth, cookie, store } = await openTestAuthWithAdministrator();
    store.people.held = () => [
      { role: 'administrator', unit: '*', groupId: null },
      { role: 'ciso', unit: '*', groupId: null },
    ];
    expect(await validateSession(auth, cookie.value)).toBeNull();
  });

  test('is written to at most once a minute', async () => {
    const { auth, clock, cookie, store } = await openTestAuthWithAdministrator();
    let writes = 0;
    const touch = store.sessions.touch;
    store.sessions.touch = (...input) => (writes++, touch(...input));
    for (let n = 0; n < 180; n++) {
      clock.now += 1000;
      await validateSession(auth, cookie.value);
    }
    expect(writes).toBe(3);
  });

  test('ends at once on signing out, with its event; the clearing cookie has no life', async () => {
    const { auth, cookie, store } = await openTestAuthWithAdministrator();
    const cleared = await signOut(auth, cookie.value);
    expect(cleared).toMatchObject({ name: '__Host-pp_session', value: '', attributes: { maxAge: 0 } });
    expect(await validateSession(auth, cookie.value)).toBeNull();
    await signOut(auth, cookie.value);
    expect(eventKinds(store).filter((kind) => kind === 'signed-out')).toHaveLength(1);
  });

  test('of a disabled account, a made-up id and the stored hash itself are none', async () => {
    const { auth, cookie, store } = await openTestAuthWithAdministrator();
    const account = store.people.accountByUsername(EMAIL);
    const [row] = store.sessions.listOf(account?.id ?? '');
    expect(await validateSession(auth, row?.id ?? '')).toBeNull();
    expect(await validateSession(auth, 'made-up')).toBeNull();
    expect(await validateSession(auth, '')).toBeNull();
    store.transaction(() => store.people.setDisabled(account?.id ?? '', auth.clock()));
    expect(await validateSession(auth, cookie.value)).toBeNull();
  });
});
