import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOTP } from 'otpauth';
import { describe, expect, test } from 'vitest';
import type { AuthContext } from '../auth-context.ts';
import { confirmPerson } from '../confirm-person.ts';
import { EMAIL, eventKinds, openTestAuthWithAdministrator, PASSWORD } from '../open-test-auth.ts';
import { renewSession } from '../open-session.ts';
import { signIn } from '../sign-in.ts';
import { validateSession, type SignedIn } from '../validate-session.ts';
import { checkCode } from './check-code.ts';
import { completeSignIn } from './complete-sign-in.ts';
import {
  confirmTotp,
  listFactors,
  postponeEnrolment,
  renewRecoveryCodes,
  startTotp,
} from './manage-factors.ts';
import { removeFactor } from './remove-factor.ts';

const MINUTE = 60_000;
const peer = { address: '192.0.2.7', userAgent: 'Firefox' };
const code = (expected: string) => expect.objectContaining({ code: expected });

/** The code an app with that secret shows at an instant. */
function codeOf(secret: string, at: number): string {
  return new TOTP({ secret: secret.replace(/ /g, '') }).generate({ timestamp: at });
}

async function session(auth: AuthContext, cookie: { value: string }): Promise<SignedIn> {
  const found = await validateSession(auth, cookie.value);
  if (!found) throw new Error('no session');
  return found;
}

/** After set-up, with an authenticator app that was just enrolled. */
async function openWithTotp(settings: Partial<AuthContext> = {}) {
  const opened = await openTestAuthWithAdministrator();
  const { clock } = opened;
  const auth: AuthContext = { ...opened.auth, ...settings };
  const first = await session(auth, opened.cookie);
  startTotp(auth, first);
  const secret = listFactors(auth, first).waiting?.secret ?? '';
  const added = await confirmTotp(auth, first, { code: codeOf(secret, clock.now), peer });
  const signedIn = await session(auth, added.cookie);
  const { accountId } = signedIn;
  const toFactor = () => signIn(auth, { email: EMAIL, password: PASSWORD, ...peer });
  const tryCode = (given: string) =>
    checkCode(auth, { accountId, personId: signedIn.viewer.personId ?? '', code: given, peer });
  return {
    ...opened,
    secret,
    signedIn,
    recoveryCodes: added.recoveryCodes ?? [],
    toFactor,
    tryCode,
    appCookie: added.cookie,
  };
}

describe('enrolment', () => {
  test('is due at the first request of a session; the first administrator may put it off for a day', async () => {
    const { auth, clock, cookie, store } = await openTestAuthWithAdministrator();
    const first = await session(auth, cookie);
    expect(first.session.enrolment).toBe('due');
    const later = await session(auth, await postponeEnrolment(auth, first));
    expect(later.session.enrolment).toBe('postponed');
    expect(later.viewer.fresh).toBe('none');
    const account = store.people.account(first.accountId);
    clock.now = (account?.factorDueAt ?? 0) - MINUTE;
    const { cookie: nextDay } = await signIn(auth, { email: EMAIL, password: PASSWORD, ...peer });
    const again = await session(auth, await postponeEnrolment(auth, await session(auth, nextDay)));
    expect(again.session.enrolment).toBe('postponed');
    clock.now += MINUTE;
    const over = await session(auth, await renewSession(auth, again, {}));
    expect(over.session.enrolment).toBe('due');
    await expect(postponeEnrolment(auth, over)).rejects.toThrow(code('FACTOR_DUE'));
  });

  test('gives ten recovery codes once, a new session id, and ends the other sessions', async () => {
    const opened = await openTestAuthWithAdministrator();
    const { auth, clock, cookie, store, dataDir } = opened;
    const { cookie: other } = await signIn(auth, { email: EMAIL, password: PASSWORD, ...peer });
    const first = await session(auth, cookie);
    startTotp(auth, first);
    const secret = listFactors(auth, first).waiting?.secret ?? '';
    const { cookie: renewedCookie, recoveryCodes } = await confirmTotp(auth, first, {
      code: codeOf(secret, clock.now),
      peer,
    });
    expect(recoveryCodes).toHaveLength(10);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await validateSession(auth, cookie.value)).toBeNull();
    expect(await validateSession(auth, other.value)).toBeNull();
    const signedIn = await session(auth, renewedCookie);
    expect(signedIn).toMatchObject({ viewer: { fresh: 'factor' }, session: { enrolment: 'enrolled' } });
    expect(listFactors(auth, signedIn)).toMatchObject({ totp: true, waiting: null, recoveryCodesLeft: 10 });
    const files = ['store.db', 'store.db-wal']
      .map((name) => readFileSync(join(dataDir, name), 'latin1'))
      .join();
    for (const one of [secret, secret.replace(/ /g, ''), ...(recoveryCodes ?? [])])
      expect(files).not.toContain(one);
    expect(eventKinds(store).slice(-2)).toEqual(['factor.added', 'sessions.revoked']);
    const log = JSON.stringify(store.log.read(0, 100));
    for (const personal of [peer.address, peer.userAgent, EMAIL]) expect(log).not.toContain(personal);
  });

  test('needs a right code; a wrong one changes nothing', async () => {
    const { auth, cookie, store } = await openTestAuthWithAdministrator();
    const first = await session(auth, cookie);
    startTotp(auth, first);
    await expect(confirmTotp(auth, first, { code: '000000', peer })).rejects.toThrow(code('CODE_WRONG'));
    expect(store.factors.any(first.accountId)).toBe(false);
    expect(eventKinds(store).at(-1)).toBe('factor.failed');
  });
});

describe('a code', () => {
  test('is good in its step and the next, never before it, and once', async () => {
    const { clock, secret, tryCode } = await openWithTotp();
    clock.now = Math.ceil(clock.now / 30_000) * 30_000 + 60_000;
    const now = clock.now;
    expect(() => tryCode(codeOf(secret, now + 30_000))).toThrow(code('CODE_WRONG'));
    expect(() => tryCode(codeOf(secret, now - 60_000))).toThrow(code('CODE_WRONG'));
    expect(tryCode(codeOf(secret, now - 30_000))).toBe('totp');
    expect(() => tryCode(codeOf(secret, now - 30_000))).toThrow(code('CODE_USED'));
    expect(tryCode(codeOf(secret, now))).toBe('totp');
    expect(() => tryCode(codeOf(secret, now))).toThrow(code('CODE_USED'));
    // The step before the one taken is not good any more either.
    expect(() => tryCode(codeOf(secret, now - 30_000))).toThrow(code('CODE_USED'));
  });

  test('of the step before is not good where the strict reading is set', async () => {
    const { clock, secret, tryCode } = await openWithTotp({ totpWindow: 0 });
    clock.now = Math.ceil(clock.now / 30_000) * 30_000 + 60_000;
    expect(() => tryCode(codeOf(secret, clock.now - 30_000))).toThrow(code('CODE_WRONG'));
    expect(tryCode(codeOf(secret, clock.now))).toBe('totp');
  });

  test('used by two requests at once opens one session', async () => {
    const { auth, clock, secret, toFactor } = await openWithTotp();
    clock.now += 30_000;
    const { cookie: step } = await toFactor();
    const input = { step: step.value, factor: { code: codeOf(secret, clock.now) }, peer };
    const tries = await Promise.allSettled([completeSignIn(auth, input), completeSignIn(auth, input)]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('of recovery opens once, however it is typed', async () => {
    const { tryCode, recoveryCodes, auth, signedIn } = await openWithTotp();
    const [first = '', second = ''] = recoveryCodes;
    expect(first).toMatch(/^([0-9A-Z]{5}-){5}[0-9A-Z]$/);
    expect(tryCode(first.toLowerCase().replaceAll('-', ' '))).toBe('recovery-code');
    expect(() => tryCode(first)).toThrow(code('CODE_WRONG'));
    const fresh = renewRecoveryCodes(auth, signedIn, peer);
    expect(fresh).toHaveLength(10);
    expect(() => tryCode(second)).toThrow(code('CODE_WRONG'));
    expect(tryCode(fresh[0] ?? '')).toBe('recovery-code');
  });

  test('five wrong ones end the step, and none is looked at for 15 minutes', async () => {
    const { auth, clock, secret, toFactor, store } = await openWithTotp();
    clock.now += 60_000;
    const { cookie: step } = await toFactor();
    const guess = (given: string, at = step.value) =>
      completeSignIn(auth, { step: at, factor: { code: given }, peer });
    for (let n = 0; n < 5; n++) await expect(guess('000000')).rejects.toThrow(code('CODE_WRONG'));
    await expect(guess(codeOf(secret, clock.now))).rejects.toThrow(code('STEP_EXPIRED'));
    const { cookie: again } = await toFactor();
    await expect(guess(codeOf(secret, clock.now), again.value)).rejects.toThrow(code('FACTOR_BLOCKED'));
    expect(store.log.read(0, 200).at(-1)).toMatchObject({
      kind: 'factor.failed',
      body: { reason: 'blocked' },
    });
    clock.now += 15 * MINUTE;
    const { cookie: after } = await toFactor();
    await expect(guess(codeOf(secret, clock.now), after.value)).resolves.toMatchObject({
      name: '__Host-pp_session',
    });
  });
});

describe('between password and factor', () => {
  test('there is no session: the step opens nothing but the page that asks', async () => {
    const { auth, clock, secret, toFactor } = await openWithTotp();
    clock.now += 30_000;
    const { viewer, cookie: step } = await toFactor();
    expect(viewer).toBeNull();
    expect(step.name).toBe('__Host-pp_step');
    expect(await validateSession(auth, step.value)).toBeNull();
    const cookie = await completeSignIn(auth, {
      step: step.value,
      factor: { code: codeOf(secret, clock.now) },
      peer,
    });
    expect((await session(auth, cookie)).viewer.fresh).toBe('factor');
  });

  test('a step ends after ten minutes, with the next one, and with the account', async () => {
    const { auth, clock, secret, toFactor, store, signedIn } = await openWithTotp();
    const complete = (step: string) =>
      completeSignIn(auth, { step, factor: { code: codeOf(secret, clock.now) }, peer });
    const { cookie: first } = await toFactor();
    const { cookie: second } = await toFactor();
    await expect(complete(first.value)).rejects.toThrow(code('STEP_EXPIRED'));
    clock.now += 10 * MINUTE;
    await expect(complete(second.value)).rejects.toThrow(code('STEP_EXPIRED'));
    const { cookie: third } = await toFactor();
    store.transaction(() => store.people.setDisabled(signedIn.accountId, clock.now));
    await expect(complete(third.value)).rejects.toThrow(code('STEP_EXPIRED'));
  });
});

describe('confirming', () => {
  test('counts for five minutes, under a new session id', async () => {
    const { auth, clock, secret, signedIn, appCookie } = await openWithTotp();
    clock.now += 5 * MINUTE;
    expect((await session(auth, appCookie)).viewer.fresh).toBe('factor');
    clock.now += 1;
    const stale = await session(auth, appCookie);
    expect(stale.viewer.fresh).toBe('none');
    const byPassword = await confirmPerson(auth, stale, { given: { password: PASSWORD }, peer });
    const half = await session(auth, byPassword);
    expect(half.viewer.fresh).toBe('password');
    const byCode = await confirmPerson(auth, half, { given: { code: codeOf(secret, clock.now) }, peer });
    expect(await validateSession(auth, byPassword.value)).toBeNull();
    const whole = await session(auth, byCode);
    expect(whole.viewer.fresh).toBe('factor');
    expect(whole.session.expiresAt).toBe(signedIn.session.expiresAt);
  });

  test('by a wrong password or code confirms nothing and is recorded', async () => {
    const { auth, signedIn, store } = await openWithTotp();
    await expect(confirmPerson(auth, signedIn, { given: { password: 'wrong' }, peer })).rejects.toThrow(
      code('PASSWORD_WRONG'),
    );
    expect(eventKinds(store).at(-1)).toBe('step-up.failed');
    await expect(confirmPerson(auth, signedIn, { given: { code: '000000' }, peer })).rejects.toThrow(
      code('CODE_WRONG'),
    );
    expect(eventKinds(store).at(-1)).toBe('factor.failed');
  });
});

describe('removing a factor', () => {
  test('needs password and code, and makes enrolment due', async () => {
    const { auth, clock, secret, signedIn, store } = await openWithTotp();
    clock.now += 30_000;
    const remove = (password: string, given: string) =>
      removeFactor(auth, signedIn, { which: 'totp', password, factor: { code: given }, peer });
    const right = codeOf(secret, clock.now);
    await expect(remove('wrong', right)).rejects.toThrow(code('PASSWORD_WRONG'));
    await expect(remove(PASSWORD, '000000')).rejects.toThrow(code('CODE_WRONG'));
    expect(store.factors.hasTotp(signedIn.accountId)).toBe(true);
    const after = await session(auth, await remove(PASSWORD, right));
    expect(after.session.enrolment).toBe('due');
    expect(store.factors.recoveryCodesLeft(signedIn.accountId)).toBe(0);
    expect(eventKinds(store)).toContain('factor.removed');
  });
});
