import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDataDir, readLock } from './data-dir.ts';
import { thisProcess } from './process-identity.ts';
import { temporaryDirectory } from './store/open-test-store.ts';

const NOW = Date.parse('2026-11-23T08:00:00.000Z');
const self = thisProcess();
const MODULE = join(import.meta.dirname, 'data-dir.ts');

const deadProcess = { ...self, pid: 4_000_000, startTicks: '1' };

/** A process that opens the directory, says how that went, and stays until it is told to end. */
function starter(directory: string) {
  const script = `
    import { openDataDir } from ${JSON.stringify(MODULE)};
    try { openDataDir(${JSON.stringify(directory)}, { now: ${NOW} }); console.log('owner'); }
    catch (error) { console.log(error.code); }
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const answer = new Promise<string>((resolve) =>
    child.stdout.once('data', (data) => resolve(String(data).trim())),
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return { answer, kill: () => (child.kill('SIGKILL'), ended), pid: child.pid };
}

describe('a data directory', () => {
  test('is made with mode 0700, and tells who owns it and where the server listens', () => {
    const path = join(temporaryDirectory(), 'deep', 'data');
    const dir = openDataDir(path, { now: NOW });
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(readLock(path)).toMatchObject({
      alive: true,
      lock: { pid: process.pid, host: self.host, url: null },
    });
    dir.publishServer({ url: 'http://127.0.0.1:3000', controlToken: 'secret' });
    expect(readLock(path)?.lock).toMatchObject({ url: 'http://127.0.0.1:3000', controlToken: 'secret' });
    const [lock = ''] = readdirSync(path);
    expect(statSync(join(path, lock)).mode & 0o777).toBe(0o600);
    dir.release();
    expect(readLock(path)).toBeNull();
  });

  test('refuses a second owner with PID, host and start, also within one process', () => {
    const path = temporaryDirectory();
    openDataDir(path, { now: NOW });
    expect(() => openDataDir(path, { now: NOW + 1 })).toThrow(
      expect.objectContaining({
        code: 'DATA_DIR_IN_USE',
        exitCode: 3,
        message: `Data directory is in use by PID ${process.pid} on host ${self.host} since 2026-11-23T08:00:00.000Z.`,
      }),
    );
  });

  test('can be opened again after release, as often as one likes, and keeps one lock file', () => {
    const path = temporaryDirectory();
    for (let round = 0; round < 5; round++) openDataDir(path, { now: NOW }).release();
    openDataDir(path, { now: NOW });
    expect(readdirSync(path)).toHaveLength(1);
  });

  test('a late release of a former owner does not take the lock from the present one', () => {
    const path = temporaryDirectory();
    const first = openDataDir(path, { now: NOW });
    first.release();
    openDataDir(path, { now: NOW });
    first.release();
    first.publishServer({ url: 'http://elsewhere', controlToken: 'x' });
    expect(readLock(path)).toMatchObject({ alive: true, lock: { url: null } });
  });

  test.each([
    ['ended', deadProcess],
    ['had the same number but started at another time', { ...self, startTicks: '1' }],
    ['ran before the last boot', { ...self, bootId: 'an earlier boot' }],
    ['ran in an earlier life of this container', { ...self, pidNamespace: 'pid:[1]' }],
  ])('is taken over when its owner %s', (_, owner) => {
    const path = temporaryDirectory();
    openDataDir(path, { now: NOW, self: owner });
    expect(readLock(path)?.alive).toBe(false);
    openDataDir(path, { now: NOW });
    expect(readLock(path)).toMatchObject({ alive: true, lock: { pid: process.pid } });
  });

  test('is not taken from an owner on another host, of whom nothing can be known', () => {
    const path = temporaryDirectory();
    openDataDir(path, { now: NOW, self: { ...deadProcess, host: 'elsewhere' } });
    expect(() => openDataDir(path, { now: NOW })).toThrow(
      expect.objectContaining({ code: 'DATA_DIR_IN_USE' }),
    );
  });

  test('is taken over when the lock was emptied by a power failure', () => {
    const path = temporaryDirectory();
    writeFileSync(join(path, 'lock.7.json'), '');
    openDataDir(path, { now: NOW });
    expect(readLock(path)?.alive).toBe(true);
  });

  test('that cannot be written is refused with exit 3', () => {
    const file = join(temporaryDirectory(), 'file');
    writeFileSync(file, '');
    expect(() => openDataDir(join(file, 'data'), { now: NOW })).toThrow(
      expect.objectContaining({ code: 'DATA_DIR_UNWRITABLE', exitCode: 3 }),
    );
  });

  test('that holds other things keeps its mode', () => {
    const path = temporaryDirectory();
    mkdirSync(join(path, 'other'));
    chmodSync(path, 0o755);
    openDataDir(path, { now: NOW });
    expect(statSync(path).mode & 0o777).toBe(0o755);
  });

  test('has exactly one owner when processes race for the stale lock of a killed one', async () => {
    const path = temporaryDirectory();
    const victim = starter(path);
    expect(await victim.answer).toBe('owner');
    expect(readLock(path)).toMatchObject({ alive: true, lock: { pid: victim.pid } });
    await victim.kill();
    expect(readLock(path)?.alive).toBe(false);
    const racers = Array.from({ length: 6 }, () => starter(path));
    const answers = await Promise.all(racers.map((racer) => racer.answer));
    await Promise.all(racers.map((racer) => racer.kill()));
    expect(answers.sort()).toEqual([...Array.from({ length: 5 }, () => 'DATA_DIR_IN_USE'), 'owner']);
  });
});
