import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { commands } from '#cli/commands/index.ts';
import { patchproof, patchproofHere } from './support-crash/cli.ts';
import { readAll, type Moment } from './support-crash/documents.ts';
import { tellHistory } from './support-crash/history.ts';
import { makeInstallation, setUp, type Installation } from './support-crash/installation.ts';

const DAY_MS = 86_400_000;
/** Commands that `bin/patchproof` is asked too; the others only where nothing has to be started. */
const alsoAsProcess: ReadonlySet<string> = new Set(['findings', 'explain', 'posture']);

let installation: Installation;
let head: number;
let now: number;
/** The warehouse as it grew event by event. */
let grown: string;

const warehouse = () => join(installation.dataDir, 'warehouse.duckdb');
const forgetWarehouse = () => {
  for (const path of [warehouse(), `${warehouse()}.wal`]) rmSync(path, { force: true });
};

beforeAll(async () => {
  installation = await makeInstallation();
  const app = await installation.open();
  await setUp(app);
  await tellHistory(app);
  head = app.store.log.head().seq;
  now = app.clock();
  await app.close();
  grown = `${installation.dataDir}.grown`;
  copyFileSync(warehouse(), grown);
});

afterAll(() => installation.remove());

beforeEach(() => {
  forgetWarehouse();
  copyFileSync(grown, warehouse());
});

const iso = (ms: number) => new Date(ms).toISOString();

/** Now and then, with all that is known and with parts of it. */
function moments(): Moment[] {
  return [
    { asOf: iso(now), knownAt: head },
    { asOf: iso(now), knownAt: Math.floor(head * 0.75) },
    { asOf: iso(now - 18 * DAY_MS), knownAt: head },
    { asOf: iso(now - 18 * DAY_MS), knownAt: Math.floor(head * 0.5) },
    { asOf: iso(now + 30 * DAY_MS), knownAt: head - 1 },
    { asOf: iso(now), knownAt: 2 },
  ];
}

test('every read document is the same, byte for byte, from a warehouse rebuilt from log and artifacts', async () => {
  const before = await installation.open();
  const texts: Map<string, string>[] = [];
  for (const moment of moments()) texts.push(await readAll(before, moment, 4));
  await before.close();
  forgetWarehouse();

  const after = await installation.open();
  for (const [index, moment] of moments().entries()) {
    expect(await readAll(after, moment, 4)).toEqual(texts[index]);
  }
  await after.close();
  // Else the moments do not differ, and as-of and known-at prove nothing.
  const findings = texts.map((all) => [...all].find(([name]) => name.startsWith('findings'))?.[1].length);
  expect(new Set(findings).size).toBe(moments().length);
  expect(texts[0]?.size).toBeGreaterThan(15);
});

/** Operands with which a command that takes a moment is asked. */
async function questions(view: readonly string[]): Promise<string[][]> {
  const findings = idsIn((await patchproofHere(installation, 'findings', '--json', ...view)).stdout);
  const assets = idsIn((await patchproofHere(installation, 'assets', '--json', ...view)).stdout);
  const [finding = ''] = findings;
  const operands: Readonly<Record<string, readonly string[][]>> = {
    assets: [[], ...assets.slice(0, 1).map((id) => [id])],
    explain: [[finding]],
    // Nothing is audited in this history; audit-samples.test.ts draws again after a rebuild.
    'audits redraw': [],
  };
  const loaded = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => ({ name, options: (await load()).options })),
  );
  const readers = loaded.filter(({ options }) => 'known-at' in options && 'json' in options);
  return readers.flatMap(({ name }) =>
    (operands[name] ?? [[]]).map((ids) => [...name.split(' '), ...ids, '--json', ...view]),
  );
}

function idsIn(json: string): string[] {
  const { rows }: { rows: { id: string }[] } = JSON.parse(json);
  return rows.map(({ id }) => id);
}

test('`rebuild` gives byte-identical --json of every read command at fixed --as-of and --known-at', async () => {
  const answers: { args: string[]; stdout: string }[] = [];
  // One moment: each answer opens the installation, and the documents above are asked at six.
  const view = ['--as-of', iso(now - DAY_MS), '--known-at', String(Math.floor(head * 0.75))];
  for (const args of await questions(view)) {
    const { exitCode, stdout, stderr } = await patchproofHere(installation, ...args);
    expect({ args, exitCode, stderr }).toEqual({ args, exitCode: 0, stderr: '' });
    answers.push({ args, stdout });
  }
  expect(new Set(answers.map(({ args }) => args[0])).size).toBeGreaterThanOrEqual(5);

  const rebuilt = await patchproof(installation, 'rebuild', '--json');
  expect(rebuilt).toEqual({ exitCode: 0, stdout: expect.stringContaining(String(head)), stderr: '' });
  for (const { args, stdout } of answers) {
    expect((await patchproofHere(installation, ...args)).stdout, args.join(' ')).toBe(stdout);
  }
  // A process of its own prints the same bytes.
  for (const { args, stdout } of answers.filter(({ args: [name = ''] }) => alsoAsProcess.has(name))) {
    expect((await patchproof(installation, ...args)).stdout, args.join(' ')).toBe(stdout);
  }
}, 600_000);
