import { expect, it } from 'vitest';
import { readTable } from './csv-table.ts';
import { guessColumns } from './guess-columns.ts';

it('guesses columns by the names that tools usually give them, each for one field', () => {
  expect(
    guessColumns(['Host_Name', 'IPAddress', 'patchName', 'Severity', 'Install Status', 'CVE IDs', 'Comment']),
  ).toEqual({
    host: 'Host_Name',
    address: 'IPAddress',
    title: 'patchName',
    severity: 'Severity',
    status: 'Install Status',
    cves: 'CVE IDs',
  });
  expect(guessColumns(['Affected Host Name', 'Rechner'])).toEqual({ host: 'Rechner' });
  expect(guessColumns(['Affected Host Name'])).toEqual({ host: 'Affected Host Name' });
  expect(guessColumns(['x', 'toString'])).toEqual({});
});

const table = (text: string | Buffer) =>
  readTable({ name: 'list.csv', chunks: () => [typeof text === 'string' ? Buffer.from(text) : text] });

it('tells delimiter, encoding, columns and their values', () => {
  const made = table('Report of today\n\nServer;Patch;Stand\nweb1;P1;offen\nweb2;P2;offen\nweb2;P3;\n');
  expect(made).toEqual({
    encoding: 'utf-8',
    delimiter: ';',
    records: 3,
    columns: [
      { name: 'Server', samples: ['web1', 'web2'], words: ['web1', 'web2'] },
      { name: 'Patch', samples: ['P1', 'P2', 'P3'], words: ['P1', 'P2', 'P3'] },
      { name: 'Stand', samples: ['offen'], words: ['offen'] },
    ],
  });
  const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a\tb\n1\t2\n', 'utf16le')]);
  expect(table(wide)).toMatchObject({ encoding: 'utf-16le', delimiter: '\t', records: 1 });
});

it('lists no words of a column that has a different one in every row', () => {
  const rows = Array.from({ length: 40 }, (_, index) => `web${index},open`).join('\n');
  const { columns } = table(`Host,State\n${rows}\n`);
  expect(columns.map(({ words }) => words)).toEqual([null, ['open']]);
});

it.each([
  ['', 'FILE_EMPTY'],
  ['a,b\n1', 'REPORT_TRUNCATED'],
  ['one\ntwo\n', 'REPORT_INVALID'],
])('says what is wrong with %j', (text, code) => {
  expect(() => table(text)).toThrow(expect.objectContaining({ code }));
});
