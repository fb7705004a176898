import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppError } from '#core/errors.ts';
import { documentOf } from '../../tests/fixtures/importers/read-report.ts';
import { readCsv } from './csv-records.ts';
import { jsonField, jsonObject, readJson, readJsonLines } from './json-records.ts';
import { readXml } from './xml-records.ts';

function codeOf(work: () => void): string {
  try {
    work();
    return 'read';
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
}

function csvRows(text: string, chunkBytes: number): string[][] {
  const rows: string[][] = [];
  readCsv(documentOf('a.csv', text, chunkBytes), { isHeader: () => true }, (row) => {
    rows.push([row.get('a'), row.get('b')]);
  });
  return rows;
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

describe('readCsv', () => {
  it('gives back any cells, wherever the file is cut into chunks', () => {
    const cell = fc
      .string({ unit: fc.constantFrom('x', '"', ',', ';', '\n', 'é', '€', ' ') })
      .map((text) => text.trim());
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell)), fc.integer({ min: 1, max: 9 }), (rows, chunkBytes) => {
        const text = `a,b\n${rows.map((row) => `${row.map(quoted).join(',')}\n`).join('')}`;
        expect(csvRows(text, chunkBytes)).toEqual(rows);
      }),
    );
  });

  it.each(['a;b\n1;2\n', 'a\tb\n1\t2', 'a|b\r\n1|2\r\n', '\ufeffa,b\n1,2\n'])('reads %j', (text) => {
    expect(csvRows(text, 100)).toEqual([['1', '2']]);
  });

  it.each([
    ['', 'FILE_EMPTY'],
    ['\n\n', 'FILE_EMPTY'],
    ['a,b\n1,"2', 'CSV_QUOTE_OPEN'],
    ['a,b\n1,2\n3', 'REPORT_TRUNCATED'],
    ['a,b\n1\n3,4\n', 'REPORT_INVALID'],
    ['a,b\n1,2,3\n', 'REPORT_INVALID'],
    ['a,a\n1,2\n', 'DUPLICATE_ID'],
  ])('answers %j with %s', (text, code) => {
    expect(codeOf(() => csvRows(text, 100))).toBe(code);
  });

  it.each([
    ['a,b\n', 'The CSV lacks the column CVE ID. It has a, b.', 'Export it again with all columns.'],
    [
      'a,cve_ids\u202e\n',
      'The CSV lacks the column CVE ID. It has a, cve_ids\\u202e.',
      'If cve_ids\\u202e is CVE ID, name it so. Export it again with all columns.',
    ],
    [
      `a,${'x'.repeat(100)}${Array.from({ length: 30 }, (_, n) => `,c${n}`).join('')}\n`,
      `It has a, ${'x'.repeat(60)}…, c0, ${Array.from({ length: 27 }, (_, n) => `c${n + 1}`).join(', ')} and 2 more.`,
      'Export it again with all columns.',
    ],
  ])('names the columns that are missing and those that are there', (text, message, remedy) => {
    const shape = { isHeader: () => true, required: ['a', 'CVE ID'] };
    const work = () => readCsv(documentOf('a.csv', text), shape, () => undefined);
    expect(work).toThrow(
      expect.objectContaining({
        code: 'CSV_COLUMN_MISSING',
        message: expect.stringContaining(message),
        remedy,
      }),
    );
  });

  it('refuses bytes that are no text, and reads UTF-16 with its mark', () => {
    const latin1 = Buffer.from('a,b\n\xe9,2\n', 'latin1');
    expect(codeOf(() => readCsv(documentOf('a', latin1), { isHeader: () => true }, () => undefined))).toBe(
      'ENCODING_INVALID',
    );
    const utf16 = Buffer.from('\ufeffa,b\n\u00e9,2\n', 'utf16le');
    const cells: string[] = [];
    readCsv(documentOf('a', utf16, 3), { isHeader: () => true }, (row) => cells.push(row.get('a')));
    expect(cells).toEqual(['é']);
  });
});

describe('readJson', () => {
  const values = (text: string, path = '$.rows.*'): unknown[] => {
    const found: unknown[] = [];
    readJson(documentOf('a.json', text, 5), [path], (value) => found.push(value));
    return found;
  };

  it('gives back any values, wherever the file is cut into chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 3 })), (rows) => {
        const text = JSON.stringify({ rows });
        fc.pre(!text.includes('"__proto__"'));
        expect(JSON.stringify(values(text))).toBe(
          JSON.stringify((JSON.parse(text) as { rows: unknown[] }).rows),
        );
      }),
    );
  });

  it.each([
    ['', 'FILE_EMPTY'],
    ['{"rows":[1', 'REPORT_TRUNCATED'],
    ['{"rows":[1]', 'REPORT_TRUNCATED'],
    ['{"rows":[1,]}', 'REPORT_INVALID'],
    ['{"rows":[1]} x', 'REPORT_INVALID'],
    ['hello', 'REPORT_INVALID'],
    [`{"rows":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'JSON_TOO_DEEP'],
    ['{"rows":[{"id":1,"id":2}]}', 'JSON_DUPLICATE_KEY'],
    ['{"rows":[],"rows":[1]}', 'JSON_DUPLICATE_KEY'],
    ['{"rows":[{"__proto__":{"admin":1},"a":1}]}', 'JSON_KEY_FORBIDDEN'],
  ])('answers %j with %s', (text, code) => {
    expect(codeOf(() => values(text))).toBe(code);
  });

  it('never shows a member of the prototype', () => {
    const [row] = values('{"rows":[{"a":1}]}');
    expect(jsonField(jsonObject(row), 'toString')).toBeUndefined();
    expect(jsonField(jsonObject(row), 'a')).toBe(1);
  });

  it('tells a cut last line from a broken one before it', () => {
    const lines = (text: string) => codeOf(() => readJsonLines(documentOf('a', text, 4), () => undefined));
    expect(lines('{"a":1}\n{"a":2}')).toBe('read');
    expect(lines('{"a":1}\n{"a"')).toBe('REPORT_TRUNCATED');
    expect(lines('{"a"\n{"a":1}\n')).toBe('REPORT_INVALID');
    expect(lines('{"a":1}\n{"a":1,"a":2}\n')).toBe('JSON_DUPLICATE_KEY');
  });
});

describe('readXml', () => {
  const code = (text: string): string =>
    codeOf(() => readXml(documentOf('a.xml', text, 7), { roots: ['r'], take: { 'r/x': () => undefined } }));

  it.each([
    ['<r><x>1</x></r>', 'read'],
    ['', 'FILE_EMPTY'],
    ['<r><x>1</x>', 'XML_TRUNCATED'],
    ['<r><x>1</y></r>', 'REPORT_INVALID'],
    ['<s/>', 'REPORT_INVALID'],
    ['<!DOCTYPE r SYSTEM "http://example.com/r.dtd"><r/>', 'XML_DTD_FORBIDDEN'],
    ['<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>', 'XML_DTD_FORBIDDEN'],
    [`<r>${'<a>'.repeat(1000)}`, 'XML_TOO_DEEP'],
  ])('answers %j with %s', (text, expected) => {
    expect(code(text)).toBe(expected);
  });
});
