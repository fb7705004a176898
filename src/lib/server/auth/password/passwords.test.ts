import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { resetFactors, issueResetLink, unlockAccount, closeAccount } from '../people/help-person.ts';
import { invitePerson } from '../people/invite-person.ts';
import { listAccounts } from '../people/list-accounts.ts';
import { addPerson, EMAIL, eventKinds, openTestAuthWithAdministrator, PASSWORD } from '../open-test-auth.ts';
import { listSessions, revokeSessions } from '../list-sessions.ts';
import { isBreached } from '../breach-list.ts';
import { signIn } from '../sign-in.ts';
import { localOperator } from '../viewer.ts';
import { validateSession } from '../validate-session.ts';
import { changePassword } from './change-password.ts';
import { completeReset, isResetUsable, requestReset } from './reset-password.ts';

const MINUTE = 60_000;
const NEXT = 'violet harbour seven kettles';
const peer = { address: '192.0.2.7', userAgent: 'Firefox' };
const code = (expected: string) => expect.objectContaining({ code: expected });

async function open() {
  const opened = await openTestAuthWithAdministrator();
  const { auth, cookie } = opened;
  const signedIn = await validateSession(auth, cookie.value);
  if (!signedIn) throw new Error('no session');
  const enter = (password = PASSWORD, address = peer.address) =>
    signIn(auth, { email: EMAIL, password, address, userAgent: 'Firefox' });
  /** The token of the last mail. */
  const mailed = () => /\/reset\/(\S+)/.exec(opened.mail.sent.at(-1)?.text ?? '')?.[1] ?? '';
  return { ...opened, signedIn, enter, mailed };
}

describe('changing the password', () => {
  test('needs the one there is, ends the other sessions, and is told by mail', async () => {
    const { auth, signedIn, enter, cookie, mail, store } = await open();
    const { cookie: other } = await enter();
    const change = (current: string, password: string) =>
      changePassword(auth, signedIn, { current, password, peer });
    await expect(change('wrong', NEXT)).rejects.toThrow(code('PASSWORD_WRONG'));
    await expect(change(PASSWORD, 'short')).rejects.toThrow(code('PASSWORD_REFUSED'));
    await expect(change(PASSWORD, PASSWORD)).rejects.toThrow(code('PASSWORD_REFUSED'));
    const renewed = await change(PASSWORD, NEXT);
    expect(await validateSession(auth, cookie.value)).toBeNull();
    expect(await validateSession(auth, other.value)).toBeNull();
    expect(await validateSession(auth, renewed.value)).not.toBeNull();
    await expect(enter(PASSWORD)).rejects.toThrow(code('SIGN_IN_FAILED'));
    await expect(enter(NEXT)).resolves.toBeDefined();
    expect(mail.sent.at(-1)?.subject).toBe('Your Patchproof password was changed');
    expect(eventKinds(store)).toEqual(expect.arrayContaining(['password.changed', 'sessions.revoked']));
  });

  test('finds a breached one in a sorted list, wherever it stands', () => {
    const dir = process.env['TMPDIR'] ?? '/tmp';
    const path = join(dir, `breached-${process.pid}.txt`);
    const words = Array.from({ length: 1000 }, (_, n) => `stolen password ${n}`);
    const hash = (word: string) => createHash('sha1').update(word).digest('hex').toUpperCase();
    writeFileSync(
      path,
      words
        .map((word, n) => `${hash(word)}:${n}`)
        .sort()
        .join('\r\n'),
    );
    for (const word of words) expect(isBreached(path, word)).toBe(true);
    for (let n = 0; n < 200; n++) expect(isBreached(path, `another ${n}`)).toBe(false);
  });
});

describe('a reset link', () => {
  test('sets a password once, within 15 minutes, and leaves the second factor', async () => {
    const { auth, clock, mailed, enter, cookie, store, signedIn } = await open();
    const row = { accountId: signedIn.accountId, sealed: Buffer.alloc(1), lastStep: 0, createdAt: 0 };
    store.transaction(() => store.factors.putTotp({ ...row, confirmedAt: 1 }));
    requestReset(auth, { email: EMAIL.toUpperCase(), peer });
    const first = mailed();
    requestReset(auth, { email: EMAIL, peer });
    const second = mailed();
    expect(first).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(isResetUsable(auth, first)).toBe(false);
    await expect(completeReset(auth, { token: second, password: 'short', peer })).rejects.toThrow(
      code('PASSWORD_REFUSED'),
    );
    clock.now += 15 * MINUTE - 1;
    await completeReset(auth, { token: second, password: NEXT, peer });
    await expect(completeReset(auth, { token: second, password: NEXT, peer })).rejects.toThrow(
      code('RESET_LINK_INVALID'),
    );
    expect(await validateSession(auth, cookie.value)).toBeNull();
    expect(store.factors.hasTotp(signedIn.accountId)).toBe(true);
    expect((await enter(NEXT)).viewer).toBeNull();
    requestReset(auth, { email: EMAIL, peer });
    const late = mailed();
    clock.now += 15 * MINUTE;
    expect(isResetUsable(auth, late)).toBe(false);
  });

  test('names the configured address, and nothing of the log names the person', async () => {
    const { auth, mail, store } = await open();
    requestReset(auth, { email: EMAIL, peer });
    expect(mail.sent.at(-1)?.text).toContain(`${auth.origin}/reset/`);
    const log = JSON.stringify(store.log.read(0, 100));
    for (const personal of [EMAIL, peer.address, mail.sent.at(-1)?.to ?? ''])
      expect(log).not.toContain(personal);
  });

  test('is asked for in vain by strangers, without mail, and more than three times an hour', async () => {
    const { auth, mail, clock } = await open();
    requestReset(auth, { email: 'nobody@example.org', peer });
    mail.on = false;
    requestReset(auth, { email: EMAIL, peer });
    expect(mail.sent).toHaveLength(0);
    mail.on = true;
    for (let n = 0; n < 5; n++)
      requestReset(auth, { email: EMAIL, peer: { ...peer, address: `192.0.2.${n}` } });
    expect(mail.sent).toHaveLength(3);
    for (let n = 0; n < 8; n++) requestReset(auth, { email: `n${n}@example.org`, peer });
    expect(() => requestReset(auth, { email: EMAIL, peer })).toThrow(code('TOO_MANY_ATTEMPTS'));
    clock.now += 60 * MINUTE;
    expect(() => requestReset(auth, { email: EMAIL, peer })).not.toThrow();
  });

  test('tells a store that cannot count from a limit that is reached', async () => {
    const { auth, mail, store } = await open();
    const { set } = store.rateCounters;
    vi.spyOn(store.rateCounters, 'set').mockImplementation((key, counter) => {
      if (key.startsWith('reset-of:')) throw new Error('disk full');
      set.call(store.rateCounters, key, counter);
    });
    expect(() => requestReset(auth, { email: EMAIL, peer })).toThrow('disk full');
    expect(mail.sent).toHaveLength(0);
  });
});

describe('an administrator', () => {
  test('resets factor and password of another, never of the own account, and it is told', async () => {
    const { auth, store, administrator, mail } = await open();
    const bo = addPerson(store, { id: 'bo', roles: ['analyst'] });
    store.transaction(() =>
      store.people.setPassword('account-bo', { passwordHash: '!', passwordChangedAt: 0 }),
    );
    const row = {
      accountId: 'account-bo',
      sealed: Buffer.alloc(1),
      lastStep: 0,
      createdAt: 0,
      confirmedAt: 1,
    };
    store.transaction(() => store.factors.putTotp(row));
    resetFactors(auth, administrator, 'bo');
    expect(store.factors.any('account-bo')).toBe(false);
    expect(eventKinds(store).at(-1)).toBe('factor.reset');
    const link = issueResetLink(auth, administrator, 'bo');
    await completeReset(auth, { token: link.split('/').at(-1) ?? '', password: NEXT, peer });
    expect(mail.sent).toEqual([]); // addPerson gives no address
    const own = administrator.personId ?? '';
    for (const work of [resetFactors, issueResetLink]) {
      expect(() => work(auth, administrator, own)).toThrow(code('OWN_ACCOUNT'));
      expect(() => work(auth, bo, own)).toThrow(code('FORBIDDEN'));
      expect(() => work(auth, administrator, 'nobody')).toThrow(code('PERSON_UNKNOWN'));
      expect(() => work(auth, { ...administrator, fresh: 'none' }, 'bo')).toThrow(code('STEP_UP_NEEDED'));
    }
  });

  test('who is locked out is let in again from the console', async () => {
    const { auth, store, administrator, signedIn, enter } = await open();
    const row = { accountId: signedIn.accountId, sealed: Buffer.alloc(1), lastStep: 0, createdAt: 0 };
    store.transaction(() => store.factors.putTotp({ ...row, confirmedAt: 1 }));
    for (let n = 0; n < 10; n++) await enter('wrong wrong wrong', `198.51.100.${n}`).catch(() => null);
    const personId = administrator.personId ?? '';
    unlockAccount(auth, localOperator, personId);
    resetFactors(auth, localOperator, personId);
    const link = issueResetLink(auth, localOperator, personId);
    await completeReset(auth, { token: link.split('/').at(-1) ?? '', password: NEXT, peer });
    expect((await enter(NEXT)).viewer?.personId).toBe(personId);
    expect(store.log.read(0, 200).find(({ kind }) => kind === 'factor.reset')).toMatchObject({
      actor: 'local-operator',
      via: 'cli-local',
    });
  });

  test('invites a person, who chooses a password by the link', async () => {
    const { auth, store, administrator, mail } = await open();
    const invitation = { name: 'Cy', email: 'Cy@Example.org', role: 'manager', unit: '*' } as const;
    const link = invitePerson(auth, administrator, invitation);
    expect(mail.sent.at(-1)).toMatchObject({ to: 'Cy@Example.org' });
    expect(() => invitePerson(auth, administrator, invitation)).toThrow(code('EMAIL_TAKEN'));
    const enter = (password: string) => signIn(auth, { email: 'cy@example.org', password, ...peer });
    await expect(enter('!')).rejects.toThrow(code('SIGN_IN_FAILED'));
    await completeReset(auth, { token: link.split('/').at(-1) ?? '', password: NEXT, peer });
    const { cookie } = await enter(NEXT);
    const found = await validateSession(auth, cookie.value);
    expect(found).toMatchObject({ viewer: { roles: ['manager'] }, session: { enrolment: 'due' } });
    expect(JSON.stringify(store.log.read(0, 100))).not.toMatch(/cy@example/i);
  });

  test('opens a locked account, which was told, and closes one at once', async () => {
    const { auth, clock, store, administrator, enter, cookie, mail } = await open();
    for (let n = 0; n < 10; n++) {
      await enter('wrong wrong wrong', `198.51.100.${n}`).catch(() => null);
      clock.now += 40_000;
    }
    expect(mail.sent.at(-1)?.subject).toBe('Your Patchproof account is locked for 30 minutes');
    expect(eventKinds(store)).toContain('account.locked');
    await expect(enter()).rejects.toThrow(code('SIGN_IN_FAILED'));
    const other = addPerson(store, { id: 'another', roles: ['administrator'], unit: '*' });
    expect(listAccounts(auth, administrator, {}).rows[0]?.state).toBe('locked');
    unlockAccount(auth, other, administrator.personId ?? '');
    await expect(enter()).resolves.toBeDefined();
    closeAccount(auth, other, administrator.personId ?? '', 'closed');
    expect(await validateSession(auth, cookie.value)).toBeNull();
    await expect(enter()).rejects.toThrow(code('SIGN_IN_FAILED'));
    closeAccount(auth, other, administrator.personId ?? '', 'open');
    await expect(enter()).resolves.toBeDefined();
    expect(eventKinds(store)).toEqual(
      expect.arrayContaining(['account.unlocked', 'account.closed', 'account.opened']),
    );
  });
});

describe('the list of sessions', () => {
  test('shows one’s own with the current one first, and ends one or all others', async () => {
    const { auth, clock, enter, cookie, signedIn } = await open();
    clock.now += 1000;
    const { cookie: second } = await enter();
    clock.now += 1000;
    const { cookie: third } = await enter();
    const listed = listSessions(auth, signedIn);
    expect(listed.map(({ current }) => current)).toEqual([true, false, false]);
    expect(JSON.stringify(listed)).not.toContain(third.value);
    expect(listed[1]).toMatchObject({ userAgent: 'Firefox', address: peer.address });
    expect(revokeSessions(auth, signedIn, listed[1]?.id ?? '')).toBe(1);
    expect(await validateSession(auth, third.value)).toBeNull();
    expect(revokeSessions(auth, signedIn, listed[0]?.id ?? '')).toBe(0);
    expect(revokeSessions(auth, signedIn, '')).toBe(0);
    expect(revokeSessions(auth, signedIn, 'all')).toBe(1);
    expect(await validateSession(auth, second.value)).toBeNull();
    expect(await validateSession(auth, cookie.value)).not.toBeNull();
  });
});
