import { describe, expect, it } from 'vitest';
import { schemes } from '#core/version/compare.ts';
import type { CliContext } from '../context.ts';
import { versionCompare } from './version-compare.ts';

async function run(argv: readonly string[], stdin = ''): Promise<{ exitCode: number; stdout: string }> {
  let stdout = '';
  const context: CliContext = {
    env: {},
    rootDir: '/',
    now: () => 0,
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: () => expect.unreachable('nothing is printed on standard error') },
    readStdin: async () => stdin,
    interruptSignal: () => new AbortController().signal,
  };
  return { exitCode: await versionCompare.execute('version-compare', argv, context), stdout };
}

const refusal = (message: string) => ({ code: 'USAGE', message, exitCode: 2 });

describe('version-compare', () => {
  it.each([
    ['deb', '1.0~rc1', '1.0', '<'],
    ['rpm', '3.0.7-28.el9_4', '3.0.7-27.el9', '>'],
    ['apk', '3.0.7-r2', '3.0.7-r10', '<'],
    ['pacman', '1.0', '1.0-1', '='],
    ['freebsd', '1.0_1', '1.0,1', '<'],
    ['windows', '10.0.20348.4171', '10.0.20348.4294', '<'],
    ['semver', '1.0.0', '1.0.0-rc.1', '>'],
    ['pep440', '1.0.post1', '1.0-1', '='],
    ['maven', '1.0-SNAPSHOT', '1.0', '<'],
    ['gem', '1.0', '1.0.0', '='],
    ['go', 'v2.0.0+incompatible', 'v1.9.0', '>'],
    ['nuget', '4.2.1.9', '4.2.1.10', '<'],
  ])('orders %s versions %s and %s: the sign first, then why', async (scheme, a, b, sign) => {
    const { exitCode, stdout } = await run([scheme, a, b]);
    expect(stdout).toMatch(new RegExp(`^${sign} .+ version order\n$|^${sign} .+ Windows build order\n$`));
    expect(exitCode).toBe(0);
  });

  it('says why versions are not comparable, after a question mark, and exits 2', async () => {
    expect(await run(['semver', '1.2', '1.0.0'])).toEqual({
      exitCode: 2,
      stdout: '? "1.2" is not a semantic version (major.minor.patch) (VERSION_INVALID)\n',
    });
  });

  it('answers each pair of standard input with one line, also behind one that is not comparable', async () => {
    const { exitCode, stdout } = await run(['deb', '-'], '1\t1\n1\t\n2:0\t1\r\n1\tä');
    expect(stdout.split('\n').map((line) => line[0])).toEqual(['=', '?', '>', '?', undefined]);
    expect(stdout).toContain('\n? the version is empty (VERSION_INVALID)\n');
    expect(exitCode).toBe(2);
    expect((await run(['deb', '-'], '1\t2\n')).exitCode).toBe(0);
  });

  it.each([
    ['1\t1\n1 2\n', 'Line 2 is not two versions parted by one tab.'],
    ['1\t1\t1\n', 'Line 1 is not two versions parted by one tab.'],
    ['1\t1\n\n1\t1\n', 'Line 2 is not two versions parted by one tab.'],
    ['', 'Standard input holds no pair of versions.'],
  ])('refuses %j before it compares anything', async (stdin, message) => {
    await expect(run(['deb', '-'], stdin)).rejects.toMatchObject(refusal(message));
  });

  it('prints one JSON document with every pair when asked', async () => {
    const { stdout } = await run(['gem', '-', '--json'], '1\t2\n1\tx y\n');
    expect(JSON.parse(stdout)).toMatchObject({
      rows: [
        { a: '1', b: '2', order: '<', why: '1 is lower than 2 in the version, by RubyGems version order' },
        {
          a: '1',
          b: 'x y',
          order: '?',
          why: '"x y" is not of the form of a gem version',
          code: 'VERSION_INVALID',
        },
      ],
    });
  });

  it('shows what a terminal would obey as its escape', async () => {
    expect((await run(['apk', '1', '1\u001b[2J'])).stdout).not.toContain('\u001b');
  });

  it('lists every scheme in its help and when the name is unknown', async () => {
    const { stdout } = await run(['--help']);
    for (const [name, { title }] of Object.entries(schemes)) {
      expect(stdout).toMatch(new RegExp(`^ +${name} +${title}$`, 'm'));
    }
    await expect(run(['brew', '1', '2'])).rejects.toMatchObject({
      ...refusal('There is no version scheme "brew".'),
      remedy: `Use: ${Object.keys(schemes).join(', ')}.`,
    });
  });

  it('needs two versions or a hyphen', async () => {
    await expect(run(['deb', '1'])).rejects.toMatchObject(refusal('version-compare needs two versions.'));
  });
});
