import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { completeSetup, type SetupInput } from './complete-setup.ts';
import { eventKinds, openTestAuth, openTestAuthWithAdministrator, PASSWORD } from './open-test-auth.ts';
import { isSetupLinkUsable, issueSetupLink, needsSetup, SETUP_LINK_MS } from './setup-link.ts';
import { validateSession } from './validate-session.ts';

const by = { actor: 'local-operator', via: 'cli-local' } as const;

function input(token: string, rest: Partial<SetupInput> = {}): SetupInput {
  const person = { name: 'Ada Lovelace', email: ' Ada@Example.org ', password: PASSWORD };
  return { token, ...person, address: '192.0.2.1', userAgent: 'Firefox', ...rest };
}

describe('the set-up link', () => {
  test('makes the first administrator, signed in, with an event for every step', async () => {
    const { auth, store } = openTestAuth();
    expect(needsSetup(store)).toBe(true);
    const { token, expiresAt } = issueSetupLink(auth, by);
    expect(expiresAt).toBe(auth.clock() + 24 * 3_600_000);
    expect(isSetupLinkUsable(auth, token)).toBe(true);
    const { viewer, cookie } = await completeSetup(auth, input(token));
    expect(viewer).toMatchObject({ name: 'Ada Lovelace', roles: ['administrator'], units: ['*'] });
    expect((await validateSession(auth, cookie.value))?.viewer).toEqual({ ...viewer, fresh: 'none' });
    expect(eventKinds(store)).toEqual([
      'setup-link.issued',
      'setup-link.used',
      'person.created',
      'sign-in.succeeded',
    ]);
    expect(needsSetup(store)).toBe(false);
    expect(store.log.verify()).toEqual([]);
  });

  test('is at rest only as a hash, and names and addresses are not in the log', async () => {
    const { auth, store, dataDir } = openTestAuth();
    const { token } = issueSetupLink(auth, by);
    await completeSetup(auth, input(token));
    const log = JSON.stringify(store.log.read(0, 100));
    expect(log).not.toMatch(/lovelace|example\.org/i);
    const files = ['store.db', 'store.db-wal']
      .map((name) => readFileSync(join(dataDir, name), 'latin1'))
      .join();
    expect(files).not.toContain(token);
    expect(files).not.toContain(PASSWORD);
  });

  test('works once, for 24 hours, and not after a newer one was issued', async () => {
    const { auth, clock, store } = openTestAuth();
    const old = issueSetupLink(auth, by).token;
    const { token } = issueSetupLink(auth, by);
    expect(eventKinds(store)).toEqual(['setup-link.issued', 'setup-link.voided', 'setup-link.issued']);
    const invalid = { code: 'SETUP_LINK_INVALID', status: 403 };
    await expect(completeSetup(auth, input(old))).rejects.toMatchObject(invalid);
    await expect(completeSetup(auth, input('guess'))).rejects.toMatchObject(invalid);
    clock.now += SETUP_LINK_MS;
    expect(isSetupLinkUsable(auth, token)).toBe(false);
    await expect(completeSetup(auth, input(token))).rejects.toMatchObject(invalid);
    clock.now -= 1;
    await completeSetup(auth, input(token));
    await expect(completeSetup(auth, input(token))).rejects.toMatchObject({
      code: 'SETUP_DONE',
      status: 409,
    });
    expect(isSetupLinkUsable(auth, token)).toBe(false);
    expect(() => issueSetupLink(auth, by)).toThrow(
      expect.objectContaining({ code: 'SETUP_DONE', exitCode: 3 }),
    );
  });

  test('has one winner when two use it at the same time', async () => {
    const { auth, store, over } = openTestAuth();
    const { token } = issueSetupLink(auth, by);
    const tries = Array.from({ length: 8 }, (_, n) =>
      completeSetup(n % 2 ? auth : over(store), input(token, { email: `p${n}@example.org` })),
    );
    const results = await Promise.allSettled(tries);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'SETUP_DONE' });
    }
    expect(eventKinds(store).filter((kind) => kind === 'person.created')).toHaveLength(1);
  });

  test.each([
    [{ name: ' ' }, 'NAME_INVALID'],
    [{ email: 'ada' }, 'EMAIL_INVALID'],
    [{ password: 'short' }, 'PASSWORD_REFUSED'],
  ])('stays usable after the input %o was refused', async (wrong, code) => {
    const { auth } = openTestAuth();
    const { token } = issueSetupLink(auth, by);
    await expect(completeSetup(auth, input(token, wrong))).rejects.toMatchObject({ code });
    expect(isSetupLinkUsable(auth, token)).toBe(true);
  });

  test('changes nothing when its event cannot be appended', async () => {
    const { auth, store } = openTestAuth();
    const { token } = issueSetupLink(auth, by);
    store.log.append = (event) => {
      if (event.kind === 'sign-in.succeeded') throw new Error('log full');
      return Object.getPrototypeOf(store.log).append.call(store.log, event);
    };
    await expect(completeSetup(auth, input(token))).rejects.toThrow('log full');
    expect(needsSetup(store)).toBe(true);
    expect(isSetupLinkUsable(auth, token)).toBe(true);
    expect(eventKinds(store)).toEqual(['setup-link.issued']);
  });
});

test('an erased person leaves no name, address or account, and the log stays whole', async () => {
  const { store, administrator } = await openTestAuthWithAdministrator();
  const id = administrator.personId ?? '';
  store.transaction(() => store.people.erase(id));
  expect(store.people.name(id)).toBeNull();
  expect(store.people.accountByUsername('ada@example.org')).toBeUndefined();
  expect(store.log.verify()).toEqual([]);
});
