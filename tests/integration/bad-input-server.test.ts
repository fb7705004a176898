import { generateKeyPairSync } from 'node:crypto';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createToken, revokeToken } from '#lib/server/auth/api-tokens.ts';
import { issueSetupLink } from '#lib/server/auth/setup-link.ts';
import { saveException } from '#lib/server/exceptions/draft-exception.ts';
import { getException } from '#lib/server/exceptions/get-exception.ts';
import { requestException } from '#lib/server/exceptions/request-exception.ts';
import {
  act,
  askerOf,
  changesOf,
  cookieFor,
  expectFailure,
  headOf,
  leftoversOf,
  refusalOf,
  sendRaw,
  viewerOf,
} from './support-bad-input/client.ts';
import {
  badFiles,
  flaggedFiles,
  inventory,
  nessus,
  nmapHead,
  nmapTail,
  NOW,
} from './support-bad-input/files.ts';
import { startInputServer } from './support-bad-input/input-server.ts';
import type { Answer, InputServer } from './support-bad-input/input-server.ts';
import { draftOf } from './support/exception-draft.ts';
import { setUp } from './support-crash/installation.ts';
import { addAskers } from './support-roles/persons.ts';
import type { Asker } from './support-roles/persons.ts';
import { ABSENT, fillUnit, MARK } from './support-roles/two-units.ts';

const MIB = 1024 * 1024;
let server: InputServer;
let token: string;
let askers: readonly Asker[];
/** What the setup page said of passwords, before there was anybody. */
const passwords: Answer[] = [];

beforeAll(async () => {
  server = await startInputServer(NOW);
  const { token: link } = issueSetupLink(server.app, { actor: null, via: 'system' });
  for (const password of ['correcthorse1', 'passwordpassword1234', 'my-Patchproof-server-9'])
    passwords.push(await act(server, `/setup/${link}`, { name: 'Ada', email: 'ada@example.org', password }));
  ({ token } = await setUp(server.app));
  askers = addAskers(server.app, 'retail');
});

afterAll(async () => {
  await server.stop();
  expect(server.failures).toEqual([]);
});

const head = () => headOf(server);
const bearer = (given = token) => ({ authorization: `Bearer ${given}` });
const get = (path: string, given = token) => server.ask(`/api/v1/${path}`, { headers: bearer(given) });
const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
  server.ask(`/api/v1/${path}`, { method: 'POST', body, headers: { ...bearer(), ...headers } });
const send = (body: Uint8Array | string, query = '') =>
  post(`imports?name=file&${query}`, typeof body === 'string' ? body : new Uint8Array(body));

const as = (role: string) => cookieFor(server, askerOf(askers, role));

describe('a bad file', () => {
  it.each(badFiles.map((file) => [file.title, file] as const))(
    '%s',
    async (_title, { query, body, status = 400, code, says, where }) => {
      const before = head();
      const answer = await send(body(), query);
      expectFailure(answer, { status, code });
      if (says) expect(`${answer.json['message']} ${answer.json['remedy']}`).toMatch(says);
      if (where) expect(answer.json['where']).toMatchObject(where);
      expect(head()).toBe(before);
      expect(leftoversOf(server)).toEqual([]);
    },
  );

  it.each(flaggedFiles)('%s is taken in and told so', async (_title, body, flags) => {
    const { status, json } = await send(body, 'mode=dry-run');
    expect({ status, flags: json['flags'] ?? [] }).toEqual({ status: 200, flags });
  });

  it('23 that is an unfinished nmap scan closes nothing', async () => {
    for (const body of [`${nmapHead}</nmaprun>`, `${nmapHead}<host><sta`]) {
      const { status, json } = await send(body, 'mode=dry-run');
      expect({ status, outcome: json['outcome'] }).toEqual({ status: 200, outcome: 'partial' });
    }
    expect((await send(nmapHead + nmapTail, 'mode=dry-run')).json['outcome']).toBe('complete');
  });

  it('32 that came before gets its first receipt, and 33 a key of its own is for one content', async () => {
    const first = await post('imports?name=a', new Uint8Array(nessus), { 'idempotency-key': 'k' });
    expect(first.json).toMatchObject({ result: 'imported' });
    const before = head();
    const again = await send(nessus);
    expect(again.json).toMatchObject({ result: 'already-imported', receipt: first.json['receipt'] });
    const other = await post('imports?name=a', 'other', { 'idempotency-key': 'k' });
    expectFailure(other, { status: 422, code: 'IDEMPOTENCY_MISMATCH' });
    expect(head()).toBe(before);
  });
});

describe('an upload', () => {
  const head1 = (path: string, length: string) =>
    `POST /api/v1/${path} HTTP/1.1\r\nHost: ${new URL(server.url).host}\r\nAuthorization: Bearer ${token}\r\n${length}\r\n\r\n`;

  const raw = (bytes: string, then: 'ends' | 'waits') => sendRaw(server, bytes, then);

  it('17 that says it is larger than the limit is refused before it is read', async () => {
    for (const [path, bytes, limit] of [
      ['imports?name=x', 2049 * MIB, '2048 MiB'],
      ['envelopes', 193 * MIB, '192 MiB'],
    ] as const) {
      const told = await raw(head1(path, `Content-Length: ${bytes}`), 'waits');
      expect(told).toMatch(/^HTTP\/1\.1 413 /);
      expect(told).toMatch(/"code":"FILE_TOO_LARGE".*"message":"[^"]*2048 MiB|192 MiB/s);
      expect(told).toContain(limit);
    }
  });

  it('17 of a page says so too, in words that its script can show', async () => {
    const told = await raw(
      head1('x', `Content-Length: ${2049 * MIB}`).replace('/api/v1/x', '/imports/files?name=x'),
      'waits',
    );
    expect(told).toMatch(/^HTTP\/1\.1 413 [^]*"code":"FILE_TOO_LARGE"[^]*"remedy":/);
  });

  it('18 that is shorter than it says, or never ends, leaves nothing', async () => {
    const before = head();
    await raw(`${head1('imports?name=x', 'Content-Length: 5000')}<?xml`, 'ends');
    await raw(`${head1('imports?name=x', 'Transfer-Encoding: chunked')}5\r\n<?xml\r\n`, 'ends');
    await expect.poll(() => leftoversOf(server)).toEqual([]);
    expect(head()).toBe(before);
    expect(server.failures.splice(0)).toEqual([]);
  });

  it('whose length is not known is refused where it would be read whole', async () => {
    const told = await raw(head1('decisions', 'Transfer-Encoding: chunked'), 'waits');
    expect(told).toMatch(/^HTTP\/1\.1 411 [^]*"code":"LENGTH_MISSING"/);
  });
});

describe('a file of decisions', () => {
  const decide = (body: BodyInit) => post('decisions?mode=keep', body);

  it.each([
    ['16 that is empty', '', 400, 'FILE_EMPTY'],
    ['19 that is a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47]), 415, 'FORMAT_UNKNOWN'],
    ['24 with a byte that is no text', new Uint8Array([0x6e, 0x61, 0xff]), 400, 'ENCODING_INVALID'],
  ])('%s is refused', async (_title, body, status, code) => {
    const before = head();
    expectFailure(await decide(body), { status, code });
    expect(head()).toBe(before);
  });

  it('says of every row what is wrong, and keeps none of them', async () => {
    await send(inventory());
    const before = head();
    const rows = [
      ...['name,owner,effectiveFrom', 'rhel-01,A,2026-02-29', 'rhel-01,B,2026-04-31T10:00:00Z'],
      ...['rhel-01,C,2026-04-30T10:00', 'rhel-01,D,,too many'],
    ];
    const { json } = await decide(Buffer.from(`\ufeff${rows.join('\n')}`, 'utf16le'));
    const problems = (json['problems'] as { row: number; code: string }[]).map(({ row, code }) => [
      row,
      code,
    ]);
    expect(problems).toEqual([
      [2, 'DATE_INVALID'],
      [3, 'DATE_INVALID'],
      [4, 'TIME_ZONE_MISSING'],
      [5, 'CELLS_TOO_MANY'],
    ]);
    expect(json['receipt']).toBeNull();
    expect(head()).toBe(before);
  });
});

describe('a question', () => {
  it.each([
    ['52', 'sort=name%20desc;--', 'QUERY_INVALID', /one of due, rank/],
    ['52', 'page=-1', 'QUERY_INVALID', /digits/],
    ['52', 'pageSize=1000000000', 'QUERY_INVALID', /from 1 to 100000/],
    ['52', 'limit=1000000000', 'QUERY_INVALID', /Use one of: asOf/],
    ['42', 'asOf=2026-04-01T08:00:00', 'TIME_ZONE_MISSING', /Z/],
    ['43', 'asOf=2027-02-29', 'DATE_INVALID', /2026-05-31/],
    ['43', 'asOf=2026-04-31T08:00:00Z', 'DATE_INVALID', /2026-05-31/],
  ])('%s with %s is refused', async (_case, query, code, remedy) => {
    const answer = await get(`findings?${query}`);
    expectFailure(answer, { status: 400, code });
    expect(answer.json['remedy']).toMatch(remedy);
  });

  it('50, 51 by a token that is none, is over, or may not', async () => {
    const { app } = server;
    const last = token.endsWith('A') ? 'B' : 'A';
    for (const given of ['garbage', token.slice(0, -1) + last])
      expectFailure(await get('findings', given), { status: 401, code: 'TOKEN_INVALID' });
    const admin = viewerOf(server, askerOf(askers, 'administrator'));
    const wanted = { name: 'reads', kind: 'user', scopes: ['read'], days: 1 } as const;
    const [reading, ended] = [createToken(app, admin, wanted), createToken(app, admin, wanted)];
    const answer = await post('imports?name=x', 'x', bearer(reading.token));
    expectFailure(answer, { status: 403, code: 'SCOPE_MISSING' });
    expect(answer.json['message']).toContain('import');
    revokeToken(app, admin, ended.id);
    expectFailure(await get('findings', ended.token), { status: 401, code: 'TOKEN_INVALID' });
    server.now += 25 * 3_600_000;
    expectFailure(await get('findings', reading.token), { status: 401, code: 'TOKEN_EXPIRED' });
    server.now = NOW;
  });
});

describe('a form of a page', () => {
  it('54 with a weak password says which rule, and never the password', () => {
    const rules = ['fewer than 15 characters', 'the most common words', 'the name of the product'];
    expect(passwords.map((answer) => refusalOf(answer).status)).toEqual([400, 400, 400]);
    passwords.forEach(({ text }, index) => expect(text).toContain(rules[index]));
    expect(passwords.map(({ text }) => text).join()).not.toMatch(/correcthorse1|passwordpassword|server-9/);
  });

  it.each([
    ['1', 'network', '-oN=/x', 'TARGET_INVALID', 'Target must begin with a letter, digit or “[”'],
    ['2', 'network', '$(id).example', 'TARGET_INVALID', '“$” at position 1'],
    ['2', 'ssh', 'a;b', 'TARGET_INVALID', '“;” at position 2'],
    ['3', 'network', '10.0.0.0/8', 'SCOPE_TOO_LARGE', '16,777,216 addresses; limit 65,536'],
    ['4', 'network', '::/0', 'SCOPE_TOO_LARGE', 'limit 65,536'],
    ['5', 'network', '127.0.0.1', 'TARGET_DENIED', 'this machine has its own built-in target'],
    ['6', 'network', '010.0.0.1', 'TARGET_INVALID', 'not a canonical IPv4 address'],
    ['7', 'ssh', `${'a'.repeat(64)}.example`, 'TARGET_INVALID', '253/63 limit'],
    ['9', 'ssh', 'host:65536', 'PORT_INVALID', 'from 1 to 65535'],
    ['9', 'ssh', 'host:22-', 'PORT_INVALID', 'from 1 to 65535'],
  ])('%s, a scan by %s of %j, is refused', async (_case, action, targets, code, words) => {
    const cookie = await as('administrator');
    const before = head();
    const { status, text } = refusalOf(
      await act(server, `/scans?/${action}`, { targets, user: 'u', cookie }),
    );
    expect({ status, text }).toMatchObject({ status: 400, text: expect.stringContaining(code) });
    expect(text).toContain(words);
    expect(head()).toBe(before);
  });

  it('8, a scan of a name of mixed scripts, is taken, and its page warns', async () => {
    const cookie = await as('administrator');
    const { json } = await act(server, '/scans?/ssh', { targets: 'ex\u0430mple.com:1', user: 'u', cookie });
    const page = await server.ask(String(json['location']), { headers: { accept: 'text/html', cookie } });
    expect(page.text).toMatch(/xn--exmple-4nf\.com is a name with letters of several scripts/);
    expect(page.text).toContain('MIXED_SCRIPT');
  });

  it('14, a key that cannot be used, is refused before it or a host key is kept', async () => {
    const cookie = await as('administrator');
    const before = head();
    const pem = { type: 'pkcs1', format: 'pem' } as const;
    const short = { modulusLength: 1024, privateKeyEncoding: pem, publicKeyEncoding: pem };
    const keys = [generateKeyPairSync('rsa', short).privateKey, lockedKey(), 'no key'];
    const reasons = ['RSA with 1024 bits is too short', 'encrypted and no passphrase', 'not a private key'];
    for (const [index, key] of keys.entries()) {
      const fields = { targets: 'h.example', user: 'u', key: new File([key], 'key'), hostKeys: HOST_KEY };
      const { status, text } = refusalOf(await act(server, '/scans?/ssh', { ...fields, cookie }));
      expect(status).toBe(400);
      expect(text).toContain(reasons[index]);
    }
    expect(head()).toBe(before);
    expect(server.app.store.hostKeys.of('h.example', 22)).toEqual([]);
  });

  it('48 of an auditor changes nothing', async () => {
    const cookie = await as('auditor');
    const before = changesOf(server);
    const given: readonly (readonly [string, Record<string, string | File>])[] = [
      ['/scans?/local', {}],
      ['/assets/import?/check', { file: new File(['name,owner\n'], 'x.csv') }],
      ['/scans?/network', { targets: '192.0.2.0/30' }],
    ];
    for (const [path, fields] of given) {
      const { status, text } = refusalOf(await act(server, path, { ...fields, cookie }));
      expect({ path, status, text }).toMatchObject({
        status: 403,
        text: expect.stringContaining('READ_ONLY_ROLE'),
      });
    }
    expect(changesOf(server)).toBe(before);
  });
});

describe('a decision at a page', () => {
  let exception: string;
  let hash: string;
  const until = '2026-05-31';
  const because = 'Read and weighed against the risk.';
  const answer = async (role: string, answer: string, changes: Record<string, string> = {}) => {
    const fields = { answer, hash, until, reason: because, ...changes };
    return refusalOf(await act(server, `/exceptions/${exception}`, { ...fields, cookie: await as(role) }));
  };

  beforeAll(async () => {
    const about = await fillUnit(server.app, 'retail', { mark: 'ours' });
    const asker = viewerOf(server, askerOf(askers, 'administrator'));
    const draft = draftOf([about.finding], until);
    ({ id: exception } = await saveException(server.app, asker, { id: null, draft, keep: [], files: [] }));
    await requestException(server.app, asker, { id: exception });
    ({ hash } = (await getException(server.app, asker, { id: exception })) as { hash: string });
  });

  it('46 on what one asked for oneself is for another person', async () => {
    const { status, text } = await answer('administrator', 'approved');
    expect(status).toBe(403);
    expect(text).toMatch(/FOUR_EYES.*You requested this on 2026-05-10; another approver must decide/);
  });

  it('47 on another version, or on what is decided, says so, by whom and when', async () => {
    const stale = await answer('manager', 'approved', { hash: '0'.repeat(64) });
    expect(stale).toMatchObject({ status: 409, text: expect.stringContaining('STALE_VERSION') });
    expect(await answer('manager', 'refused')).toMatchObject({ status: 200 });
    const late = await answer('ciso', 'approved');
    expect(late.status).toBe(409);
    expect(late.text).toMatch(
      /ALREADY_DECIDED.*manager of \* has decided this already: refused on 2026-05-10/,
    );
  });

  it.each([
    ['2030-01-01', 'That is 1332 days; the policy allows 90'],
    ['2026-05-01', 'day'],
  ])('45 about a request without its texts until %s is told field by field', async (last, words) => {
    const cookie = await as('administrator');
    const asked = { title: 'Later', until: last, step: 'request', cookie };
    const { status, text } = refusalOf(await act(server, '/exceptions/new', asked));
    expect(status).toBe(400);
    expect(text).toMatch(/EXCEPTION_INVALID.*Not complete yet: reason, risk, scope, until/);
    expect(text).toContain(words);
    expect(text).toContain('Write 10 characters or more.');
  });

  it('49 about what is of another unit is answered like what is absent', async () => {
    const cookie = await cookieFor(server, askerOf(askers, 'owner', 'retail'));
    const foreign = await fillUnit(server.app, 'cards', { mark: MARK });
    const ask = async (id: string) => {
      const { status, text } = await server.ask(`/exceptions/${id}`, {
        headers: { accept: 'text/html', cookie },
      });
      return `${status} ${text.replaceAll(id, 'ID').replaceAll(/nonce="[^"]+"|\w+-[\w-]{20,}/g, '')}`;
    };
    const [seen, missing] = [await ask(foreign.exception), await ask(ABSENT.exception)];
    expect(seen).toMatch(/^404 /);
    expect(seen).not.toContain(MARK);
    expect(seen.length).toBe(missing.length);
  });
});

const HOST_KEY = 'h.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS';

/** A private key in OpenSSH's form, locked with a passphrase. */
function lockedKey(): string {
  return ssh2.utils.generateKeyPairSync('ed25519', { passphrase: 'right', cipher: 'aes256-ctr', rounds: 2 })
    .private;
}
