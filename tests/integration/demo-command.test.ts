import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newInstallation } from './support/run-command.ts';

describe('patchproof demo', () => {
  it('makes a demo beside the real data, which other commands read and the next call takes as it is', async () => {
    const { directory, dataDir, env, json, run } = newInstallation();
    const dir = join(directory, 'demo');
    const size = ['--assets', '4', '--years', '1', '--dir', dir, '--no-serve'];
    const made = await json('demo', ...size);
    expect(made).toMatchObject({ directory: dir, assets: 4, years: 1, seed: 'patchproof' });
    expect(made.events).toBeGreaterThan(300);
    expect(made.accounts).toContain('ciso@demo.example');
    expect(existsSync(dataDir)).toBe(false);

    const again = await json('demo', ...size);
    expect(again).toMatchObject({ events: null, accounts: made.accounts });
    const other = await run(['demo', ...size, '--seed', 'other']);
    expect(other.exitCode).toBe(3);
    expect(other.stderr).toContain('DEMO_DIR_TAKEN');

    env.PATCHPROOF_DATA = dir;
    expect((await json('assets')).total).toBe(4);
    expect((await json('log', 'verify')).events).toBe(made.events);
  }, 120_000);

  it('never fills a directory that holds something else', async () => {
    const { directory, run } = newInstallation();
    const dir = join(directory, 'real');
    mkdirSync(dir);
    writeFileSync(join(dir, 'notes.txt'), 'mine');
    const { exitCode, stderr } = await run(['demo', '--dir', dir, '--no-serve']);
    expect([exitCode, stderr.split(':')[0]]).toEqual([3, 'DEMO_DIR_TAKEN']);
  });

  it.each([
    ['--assets', '0'],
    ['--assets', 'many'],
    ['--assets', '20001'],
    ['--years', '1.5'],
    ['--years', '11'],
  ])('refuses %s %s', async (option, value) => {
    const { directory, run } = newInstallation();
    const dir = join(directory, 'demo');
    const { exitCode, stderr } = await run(['demo', option, value, '--dir', dir, '--no-serve']);
    expect([exitCode, stderr.split(':')[0]]).toEqual([2, 'USAGE']);
    expect(existsSync(dir)).toBe(false);
  });
});
