import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRepository } from '../arch/source-files.ts';
import { functionLengths, literals } from '../arch/syntax.ts';

const repository = readRepository(join(import.meta.dirname, '../..'));
const isCode = (path: string) => /\.(ts|mjs|cjs|js|svelte)$/.test(path) && !/\.gen\.ts$/.test(path);
const isTest = (path: string) => path.startsWith('tests/') || path.endsWith('.test.ts');
const isRecorded = (path: string) => /^tests\/(fixtures|golden)\//.test(path);

const code = repository.filter(({ path }) => isCode(path) && !isRecorded(path));
const product = code.filter(({ path }) => /^(src|scanners|reports)\//.test(path) && !isTest(path));
const scripted = product.filter(({ path }) => !path.endsWith('.svelte'));

const lineCount = (text: string) => text.trimEnd().split('\n').length;
const files = code.map(({ path, text }) => ({ path, lines: lineCount(text) }));
const functions = scripted.flatMap(({ path, text }) => functionLengths(path, text));

/** The length that 95 of 100 do not exceed. */
function percentile95(lengths: number[]): number {
  return lengths.toSorted((a, b) => a - b)[Math.ceil(lengths.length * 0.95) - 1] ?? 0;
}

test('the rules see the product', () => {
  expect(product.length).toBeGreaterThan(50);
  expect(functions.length).toBeGreaterThan(200);
});

test('no file is longer than 400 lines, and 95 of 100 not longer than 250', () => {
  expect(files.filter(({ lines }) => lines > 400)).toEqual([]);
  expect(percentile95(files.map(({ lines }) => lines))).toBeLessThanOrEqual(250);
});

test('no function is longer than 80 lines, and 95 of 100 not longer than 40', () => {
  expect(functions.filter(({ lines }) => lines > 80)).toEqual([]);
  expect(percentile95(functions.map(({ lines }) => lines))).toBeLessThanOrEqual(40);
});

test('no page load and no action file is longer than 60 lines', () => {
  const loads = files.filter(({ path }) => path.endsWith('/+page.server.ts'));
  expect(loads.filter(({ lines }) => lines > 60)).toEqual([]);
});

test('no file or folder is a catch-all', () => {
  const catchAll = /(^|\/)(utils?|helpers?|common)(\/|\.[^/]+$)/i;
  expect(repository.filter(({ path }) => catchAll.test(path)).map(({ path }) => path)).toEqual([]);
});

const sql =
  /^\s*(with\s+\w+\s+as\b|select\b[\s\S]*\bfrom\b|insert\s+into\b|update\s+\S+\s+set\b|delete\s+from\b)/i;

/** The writer of tables brings rows over into whichever table of `tables.ts` it is given: no file can name it. */
const withSql = ['src/lib/server/store/', 'src/lib/server/warehouse/table-writer.ts'];

test('SQL stands only in .sql files, migrations, the store and the writer of tables', () => {
  const elsewhere = scripted.filter(({ path }) => !withSql.some((place) => path.startsWith(place)));
  const offenders = elsewhere.flatMap(({ path, text }) =>
    literals(path, text)
      .filter((literal) => sql.test(literal))
      .map((literal) => `${path}: ${literal.trim().slice(0, 60)}`),
  );
  expect(offenders).toEqual([]);
});

test.each([
  "query('SELECT a FROM b')",
  'query(`\n  with late as (select 1) select 2`)',
  'query(`select ${columns} from findings`)',
  'query("insert into event values (1)")',
  'query("update asset set name = 1")',
  'query("delete from asset")',
])('SQL is recognised in %s', (source) => {
  expect(literals('example.ts', source).some((literal) => sql.test(literal))).toBe(true);
});

// In two halves, so that this file may stand under its own rule.
const workplace = ['/wo' + 'rk/', '/tmp/' + 'bash_jobs'];
const unfinished = ['@ts-' + 'ignore', '.on' + 'ly(', 'TO' + 'DO', 'FIX' + 'ME', 'eslint-' + 'disable'];

test.each(workplace)('no file names %s', (word) => {
  expect(pathsWith(repository, word)).toEqual([]);
});

test.each(unfinished)('no source contains %s', (word) => {
  expect(pathsWith(code, word)).toEqual([]);
});

function pathsWith(among: typeof repository, word: string): string[] {
  return among.filter(({ text }) => text.includes(word)).map(({ path }) => path);
}

test('light and dark differ in colours alone, so that all else is tested in one of them', () => {
  const asked = /\bdark:[\w[]|@media[^{]*prefers-color-scheme|matchMedia/;
  const pages = repository.filter(({ path }) => /^src\/.*\.(svelte|css|html)$/.test(path));
  expect(pages.length).toBeGreaterThan(50);
  expect(pages.filter(({ text }) => asked.test(text)).map(({ path }) => path)).toEqual([]);
});
