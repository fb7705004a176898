import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** A small tree in which every direction of the design is broken once, and the permitted ways are gone once. */
const root = join(import.meta.dirname, '../..');
const configFile = join(root, '.dependency-cruiser.cjs');
const server = 'src/lib/server';

/** rule → file that must be caught → its source */
const violations: [rule: string, file: string, source: string][] = [
  ['core-imports-only-itself', 'src/core/reads.ts', "import 'node:fs';"],
  ['core-imports-only-itself', 'src/core/validates.ts', "import 'zod';"],
  ['core-imports-only-itself', 'src/core/asks.ts', `import '#lib/server/app.ts';`],
  ['scanners-stay-apart', 'scanners/local/asks.ts', "import '#lib/server/app.ts';"],
  ['scanners-stay-apart', 'scanners/local/stores.ts', "import 'drizzle-orm';"],
  ['scanners-stay-apart', 'scanners/local/serves.ts', "import '@sveltejs/kit';"],
  ['reports-never-query', 'reports/posture/queries.ts', "import '@duckdb/node-api';"],
  ['reports-never-query', 'reports/posture/asks.ts', "import '#lib/server/app.ts';"],
  ['duckdb-only-in-warehouse', `${server}/findings/queries.ts`, "import '@duckdb/node-api';"],
  ['drizzle-only-in-store', `${server}/findings/stores.ts`, "import 'better-sqlite3';"],
  ['drizzle-only-in-store', `${server}/auth/stores.ts`, "import 'drizzle-orm/better-sqlite3';"],
  ['lucia-only-in-auth', `${server}/findings/signs-in.ts`, "import 'lucia';"],
  ['lucia-only-in-auth', `${server}/store/adapts.ts`, "import '@lucia-auth/adapter-drizzle';"],
  ['node-nmap-only-in-its-scanner', 'scanners/ssh/scans.ts', "import 'node-nmap';"],
  ['browser-code-stays-in-the-browser', 'src/routes/Scans.svelte', script("import '#scanners/index.ts';")],
  ['browser-code-stays-in-the-browser', 'src/routes/+page.ts', "import '#lib/server/app.ts';"],
  ['browser-code-stays-in-the-browser', 'src/routes/(app)/+layout.ts', "import '#cli/shape.ts';"],
  [
    'browser-code-stays-in-the-browser',
    'src/lib/components/Plot.svelte',
    script("import '#reports/index.ts';"),
  ],
  ['browser-code-stays-in-the-browser', 'src/lib/format/asks.ts', "import '#lib/server/app.ts';"],
  ['browser-has-no-node', 'src/lib/charts/reads.ts', "import 'node:fs';"],
  ['through-use-cases', 'src/routes/+page.server.ts', "import '#lib/server/store/rows.ts';"],
  ['through-use-cases', 'src/cli/lists.ts', "import '#lib/server/warehouse/ask.ts';"],
  ['through-use-cases', 'src/hooks.server.ts', "import '#lib/server/log/event-log.ts';"],
  ['engines-know-no-use-case', `${server}/store/asks.ts`, "import '#lib/server/findings/list.ts';"],
  ['nothing-imports-the-outside', `${server}/findings/prints.ts`, "import '#cli/shape.ts';"],
  ['no-cycle', 'src/core/egg.ts', "import { hen } from './hen.ts'; export const egg = () => hen;"],
  ['no-catch-all-name', 'src/core/names.ts', "import './utils.ts';"],
  ['no-catch-all-name', 'scanners/names.ts', "import './helpers/parse.ts';"],
  ['product-imports-no-test', 'src/core/tests.ts', "import './sla.test.ts';"],
  ['product-imports-no-test', 'scanners/fixtures.ts', "import '../tests/fixtures/rows.ts';"],
  ['imports-resolve', 'src/core/misses.ts', "import '#core/absent.ts';"],
];

const permitted: [file: string, source: string][] = [
  ['src/core/hash.ts', "import 'node:crypto'; import '#core/hen.ts';"],
  ['src/core/sla.test.ts', "import 'node:fs'; import 'zod';"],
  ['src/core/hen.ts', "import { egg } from './egg.ts'; export const hen = () => egg;"],
  ['src/core/utils.ts', ''],
  ['scanners/helpers/parse.ts', ''],
  ['scanners/index.ts', "import './nmap/run.ts'; import '#core/hash.ts';"],
  ['scanners/nmap/run.ts', "import 'node-nmap'; import 'node:child_process';"],
  ['reports/index.ts', "import '#core/hash.ts'; import '#lib/format/dates.ts';"],
  [
    'src/lib/format/dates.ts',
    "import type { Row } from '#lib/server/warehouse/ask.ts'; export type Shown = Row;",
  ],
  [
    'src/lib/components/Table.svelte',
    script("import type { Row } from '#lib/server/warehouse/ask.ts'; let r: Row;"),
  ],
  [
    `${server}/app.ts`,
    "import './findings/list.ts'; import './warehouse/ask.ts'; export interface App { a: 1 }",
  ],
  [
    `${server}/findings/list.ts`,
    "import type { App } from '../app.ts'; import '../store/rows.ts'; export type A = App;",
  ],
  [`${server}/warehouse/ask.ts`, "import '@duckdb/node-api'; export interface Row { id: string }"],
  [`${server}/store/rows.ts`, "import 'drizzle-orm'; import 'better-sqlite3';"],
  [`${server}/log/event-log.ts`, "import '../store/rows.ts';"],
  [
    `${server}/auth/lucia-sessions.ts`,
    "import 'lucia'; import 'drizzle-orm'; import '@lucia-auth/adapter-drizzle';",
  ],
  ['src/routes/(app)/+page.server.ts', "import '#lib/server/findings/list.ts'; import '#core/hash.ts';"],
  ['src/routes/api/+server.ts', "import '#lib/server/findings/list.ts';"],
  ['src/cli/shape.ts', "import '#lib/server/app.ts';"],
  ['tests/fixtures/rows.ts', ''],
];

const packageNames = [
  '@duckdb/node-api',
  '@lucia-auth/adapter-drizzle',
  '@sveltejs/kit',
  'better-sqlite3',
  'lucia',
  'node-nmap',
  'zod',
];

interface Found {
  rule: string;
  from: string;
}

let tree: string;
let found: Found[];

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'patchproof-arch-'));
  const imports = { '#core/*': './src/core/*', '#lib/*': './src/lib/*', '#cli/*': './src/cli/*' };
  const outside = { '#scanners/*': './scanners/*', '#reports/*': './reports/*' };
  write('package.json', JSON.stringify({ type: 'module', imports: { ...imports, ...outside } }));
  for (const name of packageNames) installStub(name, ['.']);
  installStub('drizzle-orm', ['.', './better-sqlite3']);
  // What a compiled component imports by itself.
  installStub('svelte', ['./internal/client', './internal/disclose-version', './internal/flags/legacy']);
  for (const [, file, source] of violations) write(file, source);
  for (const [file, source] of permitted) write(file, source);
  found = cruise();
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

test.each(violations)('%s is broken by %s', (rule, file) => {
  expect(found).toContainEqual({ rule, from: file });
});

test('every rule is broken by at least one file here', () => {
  const print = `JSON.stringify(require(${JSON.stringify(configFile)}).forbidden.map(({ name }) => name))`;
  const { stdout } = spawnSync(process.execPath, ['--print', print], { encoding: 'utf8' });
  expect(JSON.parse(stdout).toSorted()).toEqual([...new Set(violations.map(([rule]) => rule))].toSorted());
});

test('the permitted ways break no rule', () => {
  const files = new Set(permitted.map(([file]) => file));
  // The hen is one half of the cycle that has to be found.
  const unexpected = found.filter(({ from, rule }) => files.has(from) && rule !== 'no-cycle');
  expect(unexpected).toEqual([]);
});

function cruise(): Found[] {
  const tool = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [tool, '--config', configFile, '--output-type', 'json', 'src', 'scanners', 'reports'];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 64e6,
  });
  if (stdout === '') throw new Error(stderr);
  const report: { summary: { violations: { from: string; rule: { name: string } }[] } } = JSON.parse(stdout);
  return report.summary.violations.map(({ from, rule }) => ({ rule: rule.name, from }));
}

function installStub(name: string, entries: string[]): void {
  const exports = Object.fromEntries(entries.map((entry) => [entry, './index.js']));
  write(`node_modules/${name}/package.json`, JSON.stringify({ name, type: 'module', exports }));
  write(`node_modules/${name}/index.js`, 'export {};');
}

function write(file: string, source: string): void {
  const path = join(tree, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, source);
}

function script(source: string): string {
  return `<script lang="ts">${source}</script>`;
}
