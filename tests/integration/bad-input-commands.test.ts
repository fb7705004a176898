import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDataDir } from '#lib/server/data-dir.ts';
import { badFiles, nessus } from './support-bad-input/files.ts';
import { newInstallation } from './support/run-command.ts';
import { patchproof } from './support-crash/cli.ts';

type Site = ReturnType<typeof newInstallation>;

/** `bin/patchproof` on an installation, as a person would start it. */
const start = ({ env, dataDir }: Site, changes: Readonly<Record<string, string>>, ...args: string[]) =>
  patchproof(
    { env: { ...env, ...changes }, dataDir, open: () => Promise.reject(new Error('shut')), remove: () => {} },
    ...args,
  );

async function madeInstallation(): Promise<Site> {
  const site = newInstallation();
  expect((await site.run(['users', 'setup-link'])).exitCode).toBe(0);
  return site;
}

const digestOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('a command with a bad file', () => {
  it('ends with 2 and says what, where and what to do, as text and as JSON', async () => {
    const { run, json, directory } = await madeInstallation();
    const path = join(directory, 'file');
    const tried = badFiles.filter(
      ({ query, title }) => query === undefined && /^(20|24|28|35|42)/.test(title),
    );
    for (const { title, body, code, where = {} } of tried) {
      writeFileSync(path, body());
      const { exitCode, stdout, stderr } = await run(['import', path, '--json']);
      expect({ title, exitCode, stdout }).toEqual({ title, exitCode: 2, stdout: '' });
      const told = JSON.parse(stderr);
      expect(told).toMatchObject({ code, remedy: expect.stringMatching(/.{5}/) });
      expect(told.where ?? {}).toMatchObject(where);
    }
    expect(tried.length).toBeGreaterThan(5);
    writeFileSync(path, nessus.subarray(0, 300));
    expect((await run(['import', path])).stderr).toMatch(/^XML_TRUNCATED: .*\(line \d+\).*\n→ .+\n$/);
    expect((await json('assets')).total).toBe(0);
  });
});

it('a bad file among several is told by its name, and the others are taken in', async () => {
  const { run, json, directory } = await madeInstallation();
  const [good, cut, none] = ['good.nessus', 'cut.nessus', 'none.txt'].map((name) => join(directory, name));
  writeFileSync(good ?? '', nessus);
  writeFileSync(cut ?? '', nessus.subarray(0, 300));
  writeFileSync(none ?? '', 'nothing');
  const files = [cut ?? '', good ?? '', none ?? ''];
  const { exitCode, stdout, stderr } = await run(['import', ...files]);
  expect(exitCode).toBe(2);
  expect(stdout).toContain('good.nessus');
  expect(stderr).toMatch(
    /cut\.nessus: nothing of it was kept\.\nXML_TRUNCATED: .+\n→ .+\n\nnone\.txt: .+\nFORMAT_UNKNOWN: /,
  );
  expect((await json('assets')).total).toBeGreaterThan(0);
  const again = await run(['import', '--json', ...files]);
  expect([again.exitCode, JSON.parse(again.stdout)]).toMatchObject([
    2,
    {
      files: [{ file: 'good.nessus' }],
      refused: [
        { file: 'cut.nessus', code: 'XML_TRUNCATED', where: { line: expect.any(Number) } },
        { file: 'none.txt', code: 'FORMAT_UNKNOWN' },
      ],
    },
  ]);
});

describe('a scan command with a bad target', () => {
  it.each([
    [['network', '--', '-oN=/x'], 'TARGET_INVALID', 'Target must begin with a letter, digit or “[”'],
    [['network', '$(id).example'], 'TARGET_INVALID', '“$” at position 1'],
    [['network', '10.0.0.0/8'], 'SCOPE_TOO_LARGE', '16,777,216 addresses; limit 65,536'],
    [['network', '127.0.0.1'], 'TARGET_DENIED', 'this machine has its own built-in target'],
    [['ssh', 'host:0', '--user', 'u', '--agent'], 'PORT_INVALID', 'from 1 to 65535'],
  ])('%j ends with 2', async (args, code, words) => {
    const { exitCode, stderr } = await newInstallation().run(['scan', ...args]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(code) });
    expect(stderr).toContain(words);
  });

  it('14, or a key that cannot be used, ends with 2 and asks no host', async () => {
    const { run, directory } = newInstallation();
    const pem = { type: 'pkcs1', format: 'pem' } as const;
    const options = { modulusLength: 1024, privateKeyEncoding: pem, publicKeyEncoding: pem };
    const key = join(directory, 'key');
    writeFileSync(key, generateKeyPairSync('rsa', options).privateKey);
    const { exitCode, stderr } = await run(['scan', 'ssh', 'h', '--user', 'u', '--identity', key]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('1024 bits') });
    expect(stderr).toContain('KEY_UNUSABLE');
  });

  it('53, or a server that it may not send a token to, ends with 2 and repeats no password', async () => {
    const { run } = newInstallation();
    const to = (url: string) => run(['scan', 'local', '--submit', url, '--token-file', 'f']);
    expect((await to('http://169.254.169.254')).stderr).toContain('INSECURE_TRANSPORT');
    const withUser = await to('https://user:hunter2@h.example');
    expect(withUser).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('USAGE') });
    expect(withUser.stderr).not.toContain('hunter2');
  });
});

describe('the server on a bad environment', () => {
  it('56 does not start where another process owns the data', async () => {
    const site = await madeInstallation();
    const owned = openDataDir(site.dataDir, { now: Date.now() });
    onTestFinished(() => owned.release());
    const { exitCode, stderr } = await start(site, {}, 'serve');
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(
      new RegExp(`^DATA_DIR_IN_USE: Data directory is in use by PID ${process.pid} on host \\S+ since 20`),
    );
  });

  it('57 leaves data of a newer version alone, and names both', async () => {
    const site = await madeInstallation();
    const path = join(site.dataDir, 'store.db');
    const store = new Database(path);
    store.pragma('wal_checkpoint(TRUNCATE)');
    store.prepare('update migration set name = ? where name like ?').run('9999_later.sql', '0001%');
    store.pragma('journal_mode = DELETE');
    store.close();
    const before = digestOf(path);
    const { exitCode, stderr } = await start(site, {}, 'serve');
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(
      /^SCHEMA_NEWER: .*9999_later\.sql.*knows schemas up to \d{4}_.*\n→ .*Nothing was changed/,
    );
    expect(digestOf(path)).toBe(before);
  });

  it('58, 59 refuses a wrong master key, and one that others can read', async () => {
    const site = await madeInstallation();
    const store = digestOf(join(site.dataDir, 'store.db'));
    const other = join(site.directory, 'other.key');
    writeFileSync(other, randomBytes(32), { mode: 0o400 });
    const wrong = await start(site, { PATCHPROOF_KEY_FILE: other }, 'serve');
    expect(wrong.exitCode).toBe(3);
    expect(wrong.stderr).toMatch(
      /^KEY_MISMATCH: .*needs master key [0-9a-f]{16}, but .*holds [0-9a-f]{16}\./,
    );
    chmodSync(site.env.PATCHPROOF_KEY_FILE, 0o644);
    const open = await start(site, {}, 'serve');
    expect(open.exitCode).toBe(3);
    expect(open.stderr).toMatch(/^KEY_PERMISSIONS: .*0644.*\n→ Run: chmod 0400 /);
    expect(digestOf(join(site.dataDir, 'store.db'))).toBe(store);
  });

  it('62 scans no network without nmap, or with one that is too old, and does all else', async () => {
    const site = await madeInstallation();
    const programs = join(site.directory, 'programs');
    mkdirSync(programs);
    for (const name of ['dirname', 'readlink', 'uname', 'sh']) {
      const path = ['/usr/bin', '/bin'].map((folder) => join(folder, name)).find(existsSync);
      symlinkSync(path ?? name, join(programs, name));
    }
    const scan = () => start(site, { PATH: programs }, 'scan', 'network', '192.0.2.1');
    const without = await scan();
    expect(without.exitCode).toBe(3);
    expect(without.stderr).toMatch(/NMAP_MISSING: nmap is not installed.*apt install nmap/);
    expect(without.stderr).not.toContain('not recorded');
    const report = `<?xml version="1.0"?><nmaprun version="5.00" start="1"></nmaprun>`;
    writeFileSync(join(programs, 'nmap'), `#!/bin/sh\necho '${report}'\n`, { mode: 0o755 });
    const old = await scan();
    expect(old.exitCode).toBe(3);
    expect(old.stderr).toMatch(/NMAP_TOO_OLD: .*found 5\.00, needed 5\.20 or later/);
    expect((await start(site, { PATH: programs }, 'findings')).exitCode).toBe(0);
  });
});
