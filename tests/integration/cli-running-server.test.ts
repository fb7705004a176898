import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { generateToken } from '#lib/server/auth/token-format.ts';
import { openDataDir } from '#lib/server/data-dir.ts';
import { newInstallation } from './support/run-command.ts';

const CONTROL = 'control-token-of-the-lock-file';

/** An installation whose data directory this process holds, as a server does that answers with `listener`. */
async function servedInstallation(listener: RequestListener) {
  const installation = newInstallation();
  await installation.run(['users', 'setup-link']);
  const dataDir = openDataDir(installation.dataDir, { now: Date.now() });
  onTestFinished(() => dataDir.release());
  const server = createServer(listener);
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;
  return { ...installation, publish: () => dataDir.publishServer({ url, controlToken: CONTROL }) };
}

const answer =
  (status: number, document: unknown): RequestListener =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(document));

describe('the command line beside a server', () => {
  it('says that the owner of the data directory does not answer yet', async () => {
    const { run } = await servedInstallation(answer(500, {}));
    const { exitCode, stderr } = await run(['findings']);
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining(`PID ${process.pid}`),
    });
    expect(stderr).toContain('STARTING');
  });

  it('sends a person without token to the page that makes one, or to set-up while nobody administers', async () => {
    let needsSetup = true;
    const seen: (string | undefined)[] = [];
    const served = await servedInstallation((request, response) => {
      seen.push(request.headers['x-patchproof-control']?.toString());
      answer(200, { needsSetup })(request, response);
    });
    served.publish();
    expect((await served.run(['findings'])).stderr).toContain('users setup-link');
    needsSetup = false;
    const { exitCode, stderr } = await served.run(['findings']);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/TOKEN_MISSING[^]*patchproof tokens save/);
    expect(seen).toEqual([CONTROL, CONTROL]);
  });

  it('asks it with the saved token and prints its document as it is', async () => {
    const document = { asOf: 'x', knownAt: 3, total: 0, rows: [] };
    const { token } = generateToken('user');
    const served = await servedInstallation((request, response) => {
      const known = request.headers.authorization === `Bearer ${token}`;
      const right = request.url === '/api/v1/findings?knownAt=3&due=overdue';
      answer(known && right ? 200 : 400, document)(request, response);
    });
    served.publish();
    expect((await served.run(['tokens', 'save'], `${token}\n`)).exitCode).toBe(0);
    expect(await served.json('findings', '--known-at', '3', '--filter', 'due=overdue')).toEqual(document);
  });

  it('passes on code, words and kind of a refusal', async () => {
    const served = await servedInstallation(
      answer(403, { code: 'SCOPE_MISSING', message: 'No.', remedy: 'Do.' }),
    );
    served.publish();
    await served.run(['tokens', 'save'], generateToken('user').token);
    expect(await served.run(['findings'])).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: 'SCOPE_MISSING: No.\n→ Do.\n',
    });
  });

  it('does not take the answer of another program for its own', async () => {
    const served = await servedInstallation((_request, response) => response.end('<html>'));
    served.publish();
    await served.run(['tokens', 'save'], generateToken('user').token);
    expect((await served.run(['findings'])).stderr).toContain('ANSWER_UNREADABLE');
  });

  it('leaves what only the owner of the data may do to the server', async () => {
    const served = await servedInstallation(answer(500, {}));
    served.publish();
    for (const command of [['rebuild'], ['tokens', 'list'], ['tokens', 'create', '--scanner', 'x']]) {
      expect((await served.run(command)).stderr).toContain('SERVER_RUNNING');
    }
  });
});

describe('patchproof users reset', () => {
  it('names who is not there', async () => {
    const { run } = newInstallation();
    await run(['users', 'setup-link']);
    expect((await run(['users', 'reset', 'nobody@example.org'])).stderr).toContain('PERSON_UNKNOWN');
  });
});

describe('patchproof users setup-link', () => {
  it('makes a link that voids the one before', async () => {
    const { json } = newInstallation();
    const first = await json('users', 'setup-link');
    const second = await json('users', 'setup-link');
    expect(first.link).toMatch(/^http:\/\/127\.0\.0\.1:3000\/setup\/[\w-]{43}$/);
    expect(second.link).not.toBe(first.link);
  });
});

describe('patchproof tokens', () => {
  it('makes, lists and ends a scanner token that can only submit', async () => {
    const { json, run } = newInstallation();
    await run(['users', 'setup-link']);
    const created = await run(['tokens', 'create', '--scanner', 'branch', '--days', '30']);
    expect(created.stdout).toMatch(/^pp_scan_\w+\n$/);
    const { rows } = await json('tokens', 'list');
    expect(rows).toMatchObject([{ kind: 'scan', scanner: 'branch', scopes: ['submit'], revokedAt: null }]);
    expect(JSON.stringify(rows)).not.toContain(created.stdout.trim());
    await json('tokens', 'revoke', rows[0].id);
    expect((await json('tokens', 'list')).rows[0].revokedAt).not.toBeNull();
  });

  it.each([
    [['tokens', 'create'], 'needs --for or --scanner'],
    [['tokens', 'create', '--scanner', 'x', '--scopes', 'root'], 'There is no scope "root"'],
    [['tokens', 'create', '--scanner', 'x', '--scopes', 'read'], 'scope submit only'],
    [['tokens', 'create', '--scanner', 'x', '--days', '366'], '1 to 90'],
    [['tokens', 'create', '--for', 'nobody@example.org'], 'Nobody signs in'],
  ])('refuses %j', async (argv, words) => {
    const { run } = newInstallation();
    await run(['users', 'setup-link']);
    const { exitCode, stderr } = await run(argv);
    expect(stderr).toContain(words);
    expect(exitCode).toBe(2);
  });
});

describe('patchproof doctor', () => {
  it('finds a new machine well and an open key file not', async () => {
    const { run, json, env } = newInstallation();
    expect((await run(['doctor'])).exitCode).toBe(0);
    await run(['users', 'setup-link']);
    const { chmodSync } = await import('node:fs');
    chmodSync(env.PATCHPROOF_KEY_FILE, 0o644);
    const { exitCode, stdout } = await run(['doctor', '--json']);
    expect(exitCode).toBe(3);
    const row = JSON.parse(stdout).rows.find(({ name }: { name: string }) => name === 'key-file');
    expect(row).toMatchObject({ status: 'fail', remedy: expect.stringContaining('chmod 0400') });
    expect((await run(['findings'])).stderr).toContain('KEY_PERMISSIONS');
    expect(json).toBeTypeOf('function');
  });
});

describe('patchproof version-compare', () => {
  it('prints the order first, then why, for a pair and for lines of standard input', async () => {
    const { run } = newInstallation();
    expect((await run(['version-compare', 'deb', '1.0~rc1', '1.0'])).stdout).toMatch(/^< the tilde/);
    const { exitCode, stdout } = await run(['version-compare', 'deb', '-'], '1\t1\n2:0\t1\n1\tä\n');
    expect(stdout.split('\n').map((line) => line[0])).toEqual(['=', '>', '?', undefined]);
    expect(exitCode).toBe(2);
    expect((await run(['version-compare', 'deb', '-'], '1 2\n')).stderr).toContain('Line 1');
    expect((await run(['version-compare', 'brew', '1', '2'])).stderr).toContain('no version scheme "brew"');
  });
});
