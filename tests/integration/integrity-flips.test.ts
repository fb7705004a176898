import { rmSync, statSync, truncateSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { patchproof, patchproofHere } from './support-crash/cli.ts';
import { eventFlips, FilesAtRest, packFlips, type Flip } from './support-crash/damage.ts';
import { tellHistory } from './support-crash/history.ts';
import { makeInstallation, setUp, type Installation } from './support-crash/installation.ts';
import { randomSource, seed } from './support-crash/random.ts';

/** Of the flips of a kind, how many a process of its own is asked about: each takes a second to start. */
const PROCESSES = 2;

let installation: Installation;
let files: FilesAtRest;

beforeAll(async () => {
  installation = await makeInstallation();
  const app = await installation.open();
  await setUp(app);
  await tellHistory(app);
  await app.close();
  files = new FilesAtRest(installation);
});

afterAll(() => installation.remove());

/** Exit code and problem codes of `log verify --json`; the files are whole again afterwards. */
async function verify(ask = patchproof): Promise<{ exitCode: number | null; problems: string[] }> {
  const { exitCode, stdout, stderr } = await ask(installation, 'log', 'verify', '--json');
  files.restore();
  if (stdout === '') return { exitCode, problems: [stderr] };
  const { problems }: { problems: { code: string }[] } = JSON.parse(stdout);
  return { exitCode, problems: problems.map(({ code }) => code) };
}

/** Flips of which `log verify` did not tell as it should: exit code 4, with the problems in its document. */
async function missed(flips: readonly Flip[]) {
  const wrong: unknown[] = [];
  for (const [index, flip] of flips.entries()) {
    files.flip(flip);
    // The first ones by a process of its own, as a person would.
    const end = await verify(index < PROCESSES ? patchproof : patchproofHere);
    const told = end.problems.length > 0 && end.problems.every((code) => /^[A-Z_]+$/.test(code));
    if (end.exitCode !== 4 || !told) wrong.push({ ...flip, ...end });
  }
  return wrong;
}

test('undamaged, `log verify` finds nothing', async () => {
  expect(await verify()).toEqual({ exitCode: 0, problems: [] });
});

test('each flipped byte in a stored event is found by `log verify`, with exit code 4', async () => {
  const flips = eventFlips(files, installation, randomSource(seed), 30);
  expect(await missed(flips), `PATCHPROOF_SEED=${seed}`).toEqual([]);
});

test('each flipped byte in an artifact pack is found by `log verify`, with exit code 4', async () => {
  const flips = packFlips(files, randomSource(seed + 1), 30);
  expect(await missed(flips), `PATCHPROOF_SEED=${seed}`).toEqual([]);
});

test('a missing pack is found', async () => {
  for (const path of files.packPaths) rmSync(path);
  const { exitCode, problems } = await verify(patchproofHere);
  expect(exitCode).toBe(4);
  expect(problems).toContain('ARTIFACT_MISSING');
});

test.each([1, 100, 5_000])('a pack that lost its last %i bytes is found', async (bytes) => {
  const last = files.packPaths.at(-1) ?? '';
  truncateSync(last, statSync(last).size - bytes);
  const { exitCode, problems } = await verify(patchproofHere);
  expect(exitCode).toBe(4);
  expect(problems).toContain('ARTIFACT_MISSING');
});
