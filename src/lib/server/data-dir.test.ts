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

/** A process running that script, which sees `openDataDir`; it stays until it is told to end. */
function starter(script: string) {
  const source = `
    import { existsSync, rmSync, writeFileSync } from 'node:fs';
    import { openDataDir } from ${JSON.stringify(MODULE)};
    const open = (path) => {
      try { return openDataDir(path, { now: ${NOW} }); }
      catch (error) { if (error.code === 'DATA_DIR_IN_USE') return null; throw error; }
    };
    const startTogether = (flag) => { while (!existsSync(flag)); };
    ${script}
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const answer = new Promise<string>((resolve) =>
    child.stdout.once('data', (data) => resolve(String(data).trim())),
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return { answer, kill: () => (child.kill('SIGKILL'), ended), pid: child.pid };
}

/** The answers of several processes that run the script at the same moment. */
async function race(processes: number, script: string): Promise<string[]> {
  const flag = join(temporaryDirectory(), 'go');
  const racers = Array.from({ length: processes }, () =>
    starter(`startTogether(${JSON.stringify(flag)}); ${script}`),
  );
  setTimeout(() => writeFileSync(flag, ''), 400);
  const answers = await Promise.all(racers.map((racer) => racer.answer));
  await Promise.all(racers.map((racer) => racer.kill()));
  return answers;
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

  test('is taken over from a killed process', async () => {
    const path = temporaryDirectory();
    const victim = starter(`open(${JSON.stringify(path)}); console.log('owner');`);
    expect(await victim.answer).toBe('owner');
    expect(readLock(path)).toMatchObject({ alive: true, lock: { pid: victim.pid } });
    await victim.kill();
    expect(readLock(path)?.alive).toBe(false);
    openDataDir(path, { now: NOW });
    expect(readLock(path)).toMatchObject({ alive: true, lock: { pid: process.pid } });
  });

  test('has exactly one owner when processes race for stale locks', async () => {
    const root = temporaryDirectory();
    const paths = Array.from({ length: 300 }, (_, n) => join(root, String(n)));
    for (const path of paths) openDataDir(path, { now: NOW, self: deadProcess });
    const answers = await race(
      3,
      `console.log(JSON.stringify(${JSON.stringify(paths)}.filter((path) => open(path) !== null)));`,
    );
    const owned = answers.flatMap((answer): string[] => JSON.parse(answer));
    expect(owned.sort()).toEqual([...paths].sort());
  });

  test('never has two owners while processes take and release it again and again', async () => {
    const path = temporaryDirectory();
    const marker = join(temporaryDirectory(), 'held');
    const answers = await race(
      3,
      `let taken = 0, clashes = 0;
       const mark = ${JSON.stringify(marker)};
       for (let round = 0; round < 1500; round++) {
         const dir = open(${JSON.stringify(path)});
         if (!dir) continue;
         taken++;
         try { writeFileSync(mark, '', { flag: 'wx' }); rmSync(mark); } catch { clashes++; }
         dir.release();
       }
       console.log(JSON.stringify({ taken, clashes }));`,
    );
    const results = answers.map((answer): { taken: number; clashes: number } => JSON.parse(answer));
    expect(results.map((result) => result.clashes)).toEqual([0, 0, 0]);
    expect(results.every((result) => result.taken > 0)).toBe(true);
  });
});

test('a directory that cannot be made is refused at once, also below /proc', () => {
  const refused = expect.objectContaining({ code: 'DATA_DIR_UNWRITABLE', exitCode: 3 });
  expect(() => openDataDir('/proc/nowhere/data', { now: 0 })).toThrow(refused);
});
