import { createHmac, createPublicKey } from 'node:crypto';
import { Events, OAuth2Server, type MutableToken } from 'oauth2-mock-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMAIL, eventKinds, openTestAuthWithAdministrator } from '#lib/server/auth/open-test-auth.ts';
import { beginSso, beginSsoLink } from '#lib/server/auth/sso/begin-sso.ts';
import { completeSso } from '#lib/server/auth/sso/complete-sso.ts';
import { setSso, showSso, turnSsoOff } from '#lib/server/auth/sso/configure-sso.ts';
import { validateSession } from '#lib/server/auth/validate-session.ts';

const peer = { address: '192.0.2.7', userAgent: 'Firefox' };
const code = (expected: string) => expect.objectContaining({ code: expected });
const seconds = () => Math.floor(Date.now() / 1000);

const provider = new OAuth2Server();
beforeAll(async () => {
  await provider.issuer.keys.generate('RS256');
  await provider.start(0, '127.0.0.1');
});
afterAll(() => provider.stop());

const input = () => ({
  issuer: provider.issuer.url ?? '',
  clientId: 'patchproof',
  clientSecret: 'a secret of the provider',
  trustedFactors: 'hwk, mfa',
  roleClaim: '',
  roleMap: '',
});

/** With single sign-on set and the administrator linked with the subject `ada`. */
async function open(settings: Partial<ReturnType<typeof input>> = {}) {
  const opened = await openTestAuthWithAdministrator(Date.now());
  const { auth, administrator, cookie } = opened;
  await setSso(auth, administrator, { ...input(), ...settings });
  const found = await validateSession(auth, cookie.value);
  if (!found) throw new Error('no session');
  const signedIn = { ...found, viewer: administrator };
  const linking = await beginSsoLink(auth, signedIn);
  await come(auth, linking, { sub: 'ada', mode: 'link' });
  const enter = async (change: Answer = {}) =>
    come(auth, await beginSso(auth, { address: '192.0.2.1', next: '/patches' }), change);
  return { ...opened, signedIn, enter };
}

interface Answer {
  readonly sub?: string;
  readonly mode?: 'link';
  readonly claims?: (token: MutableToken) => void;
  /** Changes the token the provider has signed. */
  readonly forge?: (idToken: string) => string;
  readonly search?: (search: URLSearchParams) => void;
}

/** The browser at the provider, which answers at once, and back. */
async function come(
  auth: Parameters<typeof completeSso>[0],
  start: Awaited<ReturnType<typeof beginSso>>,
  { sub = 'ada', claims, forge, search }: Answer,
) {
  const sign = (token: MutableToken) => {
    token.payload['sub'] = sub;
    if ('nonce' in token.payload || token.payload['aud'] === 'patchproof') claims?.(token);
  };
  provider.service.on(Events.BeforeTokenSigning, sign);
  provider.service.once(Events.BeforeResponse, (response) => {
    if (!forge || response.body === null || typeof response.body !== 'object') return;
    const body = response.body as Record<string, unknown>;
    body['id_token'] = forge(String(body['id_token']));
  });
  try {
    const answer = await fetch(start.location, { redirect: 'manual' });
    const back = new URL(answer.headers.get('location') ?? '');
    expect(back.origin + back.pathname).toBe(`${auth.origin}/sign-in/sso/callback`);
    search?.(back.searchParams);
    return await completeSso(auth, { token: start.cookie.value, search: back.search, peer });
  } finally {
    provider.service.removeAllListeners(Events.BeforeTokenSigning);
    provider.service.removeAllListeners(Events.BeforeResponse);
  }
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const payloadOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));

function unsigned(token: string): string {
  return `${part({ alg: 'none', typ: 'JWT' })}.${token.split('.')[1]}.`;
}

/** Signed with the provider's public key as if it were a shared secret. */
function confused(token: string): string {
  const [jwk] = provider.issuer.keys.toJSON();
  const pem = createPublicKey({ key: { ...jwk }, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const body = `${part({ alg: 'HS256', typ: 'JWT', kid: jwk?.kid })}.${token.split('.')[1]}`;
  return `${body}.${createHmac('sha256', pem).update(body).digest('base64url')}`;
}

describe('single sign-on', () => {
  test('opens the account that was linked, by issuer and subject', async () => {
    const { auth, enter, administrator, store } = await open();
    const { next, cookie } = await enter();
    expect(next).toBe('/patches');
    const found = await validateSession(auth, cookie?.value ?? '');
    expect(found?.viewer.personId).toBe(administrator.personId);
    expect(found?.session.enrolment).toBe('due');
    expect(eventKinds(store)).toEqual(
      expect.arrayContaining(['setting.changed', 'sso.linked', 'sign-in.succeeded']),
    );
    expect(JSON.stringify(showSso(auth, administrator))).not.toContain('a secret of the provider');
    expect(store.settings.get('sso')).not.toContain('a secret of the provider');
  });

  test('counts a factor of the provider only where it is configured', async () => {
    const { auth, enter } = await open();
    const method = (amr: string) => (token: MutableToken) => void (token.payload['amr'] = ['pwd', amr]);
    const trusted = await enter({ claims: method('hwk') });
    const found = await validateSession(auth, trusted.cookie?.value ?? '');
    expect(found).toMatchObject({ viewer: { fresh: 'factor' }, session: { enrolment: 'enrolled' } });
    const other = await enter({ claims: method('sms') });
    expect((await validateSession(auth, other.cookie?.value ?? ''))?.session.enrolment).toBe('due');
  });

  test('asks for the factor of the account when the provider’s does not count', async () => {
    const { enter, store, signedIn } = await open();
    const row = { accountId: signedIn.accountId, sealed: Buffer.alloc(1), lastStep: 0, createdAt: 0 };
    store.transaction(() => store.factors.putTotp({ ...row, confirmedAt: 1 }));
    const { next, cookie } = await enter();
    expect(next).toBe('/sign-in/factor?next=%2Fpatches');
    expect(cookie?.name).toBe('__Host-pp_step');
  });

  test('an unknown subject opens nothing, whatever address it claims', async () => {
    const { enter } = await open();
    const claims = (token: MutableToken) =>
      void Object.assign(token.payload, { email: EMAIL, email_verified: false, preferred_username: EMAIL });
    await expect(enter({ sub: 'mallory', claims })).rejects.toThrow(code('SSO_UNKNOWN_PERSON'));
    const verified = (token: MutableToken) =>
      void Object.assign(token.payload, { email: EMAIL, email_verified: true });
    await expect(enter({ sub: 'mallory', claims: verified })).rejects.toThrow(code('SSO_UNKNOWN_PERSON'));
  });

  test('gives the roles that a claim stands for, and none that nobody mapped', async () => {
    const { auth, enter, store, administrator } = await open({
      roleClaim: 'groups',
      roleMap:
        'patch-admins = administrator\nstaff = analyst, retail\nroot = scanner'.split('\nroot')[0] ?? '',
    });
    const groups =
      (...values: string[]) =>
      (token: MutableToken) =>
        void (token.payload['groups'] = values);
    const { cookie } = await enter({ claims: groups('staff', 'others') });
    expect((await validateSession(auth, cookie?.value ?? ''))?.viewer).toMatchObject({
      roles: ['analyst'],
      units: ['retail'],
    });
    expect(eventKinds(store)).toContain('person.roles-changed');
    await expect(enter({ claims: groups('others') })).rejects.toThrow(code('SSO_NO_ROLE'));
    await expect(setSso(auth, administrator, { ...input(), roleMap: 'root = scanner' })).rejects.toThrow(
      code('FIELD_INVALID'),
    );
  });

  test('is off when it is turned off, and set only by an issuer that answers over https', async () => {
    const { auth, administrator, enter } = await open();
    turnSsoOff(auth, administrator);
    await expect(enter()).rejects.toThrow(code('SSO_OFF'));
    for (const issuer of [
      'http://login.example.org',
      'https://user:pw@login.example.org',
      'login',
      'file:///etc',
    ]) {
      await expect(setSso(auth, administrator, { ...input(), issuer })).rejects.toThrow(
        code('FIELD_INVALID'),
      );
    }
    const nowhere = { ...input(), issuer: 'http://127.0.0.1:9' };
    await expect(setSso(auth, administrator, nowhere)).rejects.toThrow(code('SSO_UNREACHABLE'));
  });
});

describe('an answer of the provider is refused', () => {
  const set = (name: string, value: unknown) => (token: MutableToken) => void (token.payload[name] = value);
  test.each<[string, Answer]>([
    ['without a signature', { forge: unsigned }],
    ['signed with the public key as a secret', { forge: confused }],
    [
      'with a changed payload',
      { forge: (token) => token.replace(/\.[^.]+\./, `.${part({ ...payloadOf(token), sub: 'ada2' })}.`) },
    ],
    ['for another audience', { claims: set('aud', 'another') }],
    ['for several without an authorised party', { claims: set('aud', ['patchproof', 'another']) }],
    [
      'for another authorised party',
      { claims: (token) => void Object.assign(token.payload, { aud: ['patchproof', 'x'], azp: 'x' }) },
    ],
    ['of another issuer', { claims: set('iss', 'https://evil.example') }],
    ['with another nonce', { claims: set('nonce', 'of an earlier question') }],
    ['that has expired', { claims: set('exp', seconds() - 120) }],
    ['of the future', { claims: set('iat', seconds() + 600) }],
    ['of long ago', { claims: set('iat', seconds() - 3600) }],
  ])('%s', async (_, change) => {
    const { enter, store } = await open();
    const sessions = eventKinds(store).filter((kind) => kind === 'sign-in.succeeded').length;
    await expect(enter(change)).rejects.toThrow(code('SSO_TOKEN_INVALID'));
    expect(eventKinds(store).filter((kind) => kind === 'sign-in.succeeded')).toHaveLength(sessions);
    expect(store.log.read(0, 100).at(-1)).toMatchObject({
      kind: 'sign-in.failed',
      body: { reason: 'SSO_TOKEN_INVALID' },
    });
  });

  test('with another state, without the cookie, and the second time', async () => {
    const { auth, enter } = await open();
    const search = (params: URLSearchParams) => params.set('state', 'another');
    await expect(enter({ search })).rejects.toThrow(code('SSO_STATE_INVALID'));
    const start = await beginSso(auth, { address: '192.0.2.1', next: '/' });
    const stolen = { ...start, cookie: { ...start.cookie, value: 'of another browser' } };
    await expect(come(auth, stolen, {})).rejects.toThrow(code('SSO_STATE_INVALID'));
    await come(auth, start, {});
    await expect(come(auth, start, {})).rejects.toThrow(code('SSO_STATE_INVALID'));
    const denied = (params: URLSearchParams) => {
      params.delete('code');
      params.set('error', 'access_denied');
    };
    await expect(enter({ search: denied })).rejects.toThrow(code('SSO_REFUSED'));
  });
});
