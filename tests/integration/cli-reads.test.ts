import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENVELOPE, newInstallation } from './support/run-command.ts';

async function scanned() {
  const installation = newInstallation();
  await installation.json('import', ENVELOPE);
  return installation;
}

describe('the command line without a server', () => {
  it('answers no question about data that does not exist, and makes none', async () => {
    const { run } = newInstallation();
    for (const command of [['findings'], ['log', 'verify'], ['rebuild'], ['tokens', 'list']]) {
      const { exitCode, stderr } = await run(command);
      expect({ command, exitCode, code: stderr.split(':')[0] }).toEqual({
        command,
        exitCode: 3,
        code: 'NO_DATA',
      });
    }
  });

  it('lists exactly the security updates that the host misses', async () => {
    const { json } = await scanned();
    const truth = JSON.parse(readFileSync(join(dirname(ENVELOPE), 'truth.json'), 'utf8'));
    const wanted = truth.updates
      .filter((update: { security: boolean }) => update.security)
      .map(
        (update: Record<string, string>) =>
          `${update['package']}:${update['arch']} ${update['installed']} ${update['security_version']}`,
      );
    const { rows, total } = await json('findings');
    const found = rows.flatMap(({ packages }: { packages: Record<string, string>[] }) =>
      packages.map(({ name, arch, installed, fixed }) => `${name}:${arch} ${installed} ${fixed}`),
    );
    expect(found.sort()).toEqual(wanted.sort());
    expect(total).toBe(rows.length);
  });

  it('gives one asset with its packages as rows', async () => {
    const { json } = await scanned();
    const { asset, packages } = await json('assets', 'deb-outdated');
    expect(asset).toMatchObject({ name: 'deb-outdated', verdict: 'fail', packages: packages.length });
    expect(Object.keys(packages[0])).toEqual(
      expect.arrayContaining([
        'name',
        'arch',
        'source',
        'installed',
        'candidate',
        'securityVersion',
        'held',
        'phased',
        'origins',
      ]),
    );
  });

  it('filters, sorts, and says the same at a fixed event as before later events', async () => {
    const { json } = await scanned();
    const first = await json('findings', '--filter', 'product=apt', '--sort', '-product');
    expect(first.rows.map((row: { product: string }) => row.product)).toEqual(['apt']);
    const before = await json('posture');
    const view = ['--as-of', before.asOf, '--known-at', String(before.knownAt)];
    await json('import', join(dirname(ENVELOPE), '../workstation/envelope.json'));
    expect(await json('posture', ...view)).toEqual(before);
    expect((await json('posture')).open).toBeGreaterThan(before.open);
  });

  it('explains a finding with comparison, raw lines and clock', async () => {
    const { json, run } = await scanned();
    const { rows } = await json('findings', '--filter', 'product=apt');
    const document = await json('explain', rows[0].id);
    expect(document).toMatchObject({ id: rows[0].id, verdict: 'fail', clock: { due: rows[0].due } });
    expect(document.evidence.lines.some((line: { hit: boolean }) => line.hit)).toBe(true);
    const { stdout } = await run(['explain', rows[0].id]);
    expect(stdout).toContain('dpkg --compare-versions');
    expect((await run(['explain', 'nothing'])).stderr).toContain('NOT_FOUND');
  });

  it('ends with 1 when a gate that was asked for is breached, and only then', async () => {
    const { run } = await scanned();
    const exitOf = async (...argv: string[]) => (await run(argv)).exitCode;
    expect(await exitOf('findings')).toBe(0);
    expect(await exitOf('findings', '--fail-on', 'open')).toBe(1);
    expect(await exitOf('findings', '--fail-on', 'overdue,indeterminate')).toBe(0);
    expect(await exitOf('findings', '--filter', 'product=no-such', '--fail-on', 'open')).toBe(0);
    expect(await exitOf('posture', '--fail-on', 'open', '--json')).toBe(1);
    expect(await exitOf('coverage', '--fail-on', 'indeterminate')).toBe(0);
  });

  it('says not ranked and not known before an advisory, and counts one asset as one', async () => {
    const { run } = await scanned();
    const textOf = async (...argv: string[]) => (await run(argv)).stdout;
    expect(await textOf('assets')).toMatch(/^1 asset as of /m);
    expect(await textOf('posture')).toMatch(/known exploited +not known$/m);
    expect(await textOf('time-to-patch')).not.toContain('over 0 d');
    for (const command of ['findings', 'patches']) {
      const text = await textOf(command);
      expect(text).toContain('not ranked');
      expect(text).not.toContain('high');
    }
  });

  it('prints CSV with one line for each row', async () => {
    const { run, json } = await scanned();
    const { total } = await json('findings');
    const { stdout } = await run(['findings', '--csv']);
    expect(stdout.trimEnd().split('\r\n')).toHaveLength(total + 1);
  });

  it.each([
    [['findings', '--filter', 'zone=x'], 'Filter by: unit, asset, product'],
    [['findings', '--filter', 'due'], 'has no value'],
    [['findings', '--filter', 'due=never'], 'QUERY_INVALID'],
    [['findings', '--sort', 'color'], 'QUERY_INVALID'],
    [['findings', '--known-at', '0'], 'KNOWN_AT_INVALID'],
    [['findings', '--as-of', 'yesterday'], 'DATE_INVALID'],
    [['findings', '--fail-on', 'bad'], '--fail-on does not know "bad"'],
    [['findings', '--json', '--csv'], '--json and --csv'],
    [['findings', 'extra'], 'does not take the operand "extra"'],
    [['explain'], 'explain needs FINDING'],
    [['posture', '--filter', 'a=b'], 'There is no filter'],
    [['finding'], 'There is no command "finding"'],
    [['scan'], 'scan needs one of: local, ssh, network'],
  ])('refuses %j as usage', async (argv, words) => {
    const { run } = await scanned();
    const { exitCode, stdout, stderr } = await run(argv);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(words);
  });

  it('has help for every command', async () => {
    const { run } = newInstallation();
    const { stdout } = await run(['--help']);
    const names = [...stdout.matchAll(/^ {2}(\S+(?: \S+)?) {2}/gm)].map((match) => match[1] ?? '');
    expect(names).toContain('users setup-link');
    for (const name of names) {
      const help = await run([...name.split(' '), '--help']);
      expect({ name, exitCode: help.exitCode }).toEqual({ name, exitCode: 0 });
      expect(help.stdout).toContain(`Usage: patchproof ${name}`);
    }
  });
});
