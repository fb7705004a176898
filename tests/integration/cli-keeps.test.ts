import { chmodSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { describe, expect, it } from 'vitest';
import { ENVELOPE, newInstallation, OTHER_ENVELOPE } from './support/run-command.ts';

describe('patchproof import', () => {
  it('keeps a file once, however often it comes', async () => {
    const { json } = newInstallation();
    const first = await json('import', ENVELOPE);
    const events = (await json('log', 'verify')).events;
    const again = await json('import', ENVELOPE);
    expect([first.files[0].result, again.files[0].result]).toEqual(['imported', 'already-imported']);
    expect(again.files[0].receipt).toEqual(first.files[0].receipt);
    expect((await json('log', 'verify')).events).toBe(events);
  });

  it('keeps nothing on a dry run', async () => {
    const { json } = newInstallation();
    const { dryRun, files } = await json('import', ENVELOPE, OTHER_ENVELOPE, '--dry-run');
    expect(dryRun).toBe(true);
    expect(files.map((file: { result: string }) => file.result)).toEqual(['checked', 'checked']);
    expect((await json('assets')).total).toBe(0);
  });

  it.each([
    ['nothing', '', 'FILE_EMPTY', 2],
    ['text', 'hello', 'FORMAT_UNKNOWN', 2],
    [
      'an altered envelope',
      readFileSync(ENVELOPE, 'utf8').replace('"10.77.7.10"', '"10.77.7.11"'),
      'ENVELOPE_HASH',
      4,
    ],
    [
      'XML with a document type',
      '<?xml version="1.0"?><!DOCTYPE nmaprun [<!ENTITY a "b">]><nmaprun/>',
      'XML_DTD_FORBIDDEN',
      2,
    ],
  ])('refuses a file with %s', async (_what, content, code, exitCode) => {
    const { run, directory } = newInstallation();
    const file = join(directory, 'file');
    writeFileSync(file, content);
    const ran = await run(['import', file, '--json']);
    expect({ code: JSON.parse(ran.stderr).code, exitCode: ran.exitCode }).toEqual({ code, exitCode });
  });

  it('names a file that cannot be read', async () => {
    const { run } = newInstallation();
    expect((await run(['import', '/no/such'])).stderr).toContain(
      'FILE_UNREADABLE: /no/such cannot be read (ENOENT)',
    );
  });
});

describe('patchproof scan', () => {
  it('writes this machine’s envelope to a file, from which the same scan can be imported', async () => {
    const { json, directory, dataDir } = newInstallation();
    const file = join(directory, 'result.json');
    const { rows, complete, partial } = await json('scan', 'local', '--out', file);
    expect(complete + partial).toBe(1);
    expect(rows[0]).toMatchObject({ file, scanId: null, recorded: true });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(dataDir)).toBe(false);
    const { files } = await json('import', file);
    expect(rows[0].hash.startsWith(files[0].receipt.scanId)).toBe(true);
  });

  it('records a host that refuses, and exits 1 only when asked to', async () => {
    const { run, json, directory } = newInstallation();
    const password = join(directory, 'password');
    writeFileSync(password, 'x');
    const argv = [
      'scan',
      'ssh',
      '127.0.0.1:9',
      '--user',
      'u',
      '--password-file',
      password,
      '--profile',
      'quick',
    ];
    const { exitCode, stdout, stderr } = await run([...argv, '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      failed: 1,
      rows: [
        { target: '127.0.0.1:9', outcome: 'failed', failure: { code: 'CONNECT_REFUSED' }, recorded: true },
      ],
    });
    expect(stderr).toContain('CONNECT_REFUSED');
    expect((await run([...argv, '--fail-on', 'failed'])).exitCode).toBe(1);
    expect(
      (await json('assets')).rows.every((row: { verdict: string }) => row.verdict === 'not-scanned'),
    ).toBe(true);
  });

  it('writes one file for each of several hosts', async () => {
    const { json, directory } = newInstallation();
    const key = join(directory, 'key');
    writeFileSync(key, ssh2.utils.generateKeyPairSync('ed25519').private);
    const out = join(directory, 'out');
    const login = ['--user', 'u', '--identity', key];
    const { failed } = await json('scan', 'ssh', '127.0.0.1', '127.0.0.1:2222', ...login, '--out', out);
    expect(failed).toBe(2);
    expect(readdirSync(out).sort()).toEqual(['127.0.0.1.json', '127.0.0.1_2222.json']);
  });

  it.each([
    [['scan', 'ssh', 'h', '--user', 'u'], 'one way to log in'],
    [['scan', 'ssh', 'h', '--agent', '--identity', 'k', '--user', 'u'], 'one way to log in'],
    [['scan', 'ssh', '-oProxy=x', '--agent', '--user', 'u'], '-o'],
    [['scan', 'network', '10.0.0.0/8'], 'SCOPE_TOO_LARGE'],
    [['scan', 'local', '--profile', 'fast'], 'There is no profile "fast"'],
    [['scan', 'local', '--out', 'f', '--submit', 'https://x'], '--out and --submit'],
    [['scan', 'local', '--submit', 'http://patch.example.org', '--token-file', 'f'], 'INSECURE_TRANSPORT'],
    [['scan', 'local', '--submit', 'https://u:p@patch.example.org', '--token-file', 'f'], 'not the address'],
  ])('refuses %j before anything is scanned', async (argv, words) => {
    const { exitCode, stderr } = await newInstallation().run(argv);
    expect(stderr).toContain(words);
    expect(exitCode).toBe(2);
  });
});

describe('patchproof log verify', () => {
  it('finds one flipped byte in an artifact and exits 4', async () => {
    const { json, run, dataDir } = newInstallation();
    await json('import', ENVELOPE);
    expect((await json('log', 'verify')).ok).toBe(true);
    const [segment = ''] = readdirSync(join(dataDir, 'artifacts'));
    const file = join(dataDir, 'artifacts', segment);
    const bytes = readFileSync(file);
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    chmodSync(file, 0o600);
    writeFileSync(file, bytes);
    const { exitCode, stdout } = await run(['log', 'verify', '--json']);
    expect(exitCode).toBe(4);
    expect(JSON.parse(stdout).problems).not.toEqual([]);
  });

  it('misses an artifact that an event names', async () => {
    const { json, run, dataDir } = newInstallation();
    await json('import', ENVELOPE);
    const [segment = ''] = readdirSync(join(dataDir, 'artifacts'));
    writeFileSync(join(dataDir, 'artifacts', segment), '');
    const { exitCode, stdout } = await run(['log', 'verify', '--json']);
    expect(exitCode).toBe(4);
    expect(JSON.parse(stdout).problems).toContainEqual(expect.objectContaining({ code: 'ARTIFACT_MISSING' }));
  });
});

describe('patchproof rebuild', () => {
  it('gives the same answers again', async () => {
    const { json } = newInstallation();
    await json('import', ENVELOPE, OTHER_ENVELOPE);
    const { asOf, knownAt } = await json('posture');
    const view = ['--as-of', asOf, '--known-at', String(knownAt)];
    const before = [
      await json('findings', ...view),
      await json('assets', ...view),
      await json('coverage', ...view),
    ];
    expect((await json('rebuild')).events).toBe(knownAt);
    expect([
      await json('findings', ...view),
      await json('assets', ...view),
      await json('coverage', ...view),
    ]).toEqual(before);
  });
});
