import { describe, expect, it } from 'vitest';
import { readText } from '../../tests/fixtures/importers/read-report.ts';
import { readMapping, type MappingDocument } from './column-mapping.ts';
import { mappedCsv } from './mapped-csv.ts';

const document: MappingDocument = {
  schema: 'patchproof.column-mapping',
  version: 1,
  title: 'our patch list (CSV)',
  tool: 'Spreadsheet',
  identifiedBy: [['Rechner', 'Update']],
  columns: { host: ['Rechner'], title: ['Update'], status: ['Stand'] },
  statuses: { open: ['offen'], fixed: ['erledigt'] },
};

const bytesOf = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

describe('a mapping of one’s own', () => {
  it('reads a file as a named mapping does, unverified', () => {
    const importer = mappedCsv(readMapping(bytesOf(document)));
    expect(importer).toMatchObject({ tier: 'C', tool: 'Spreadsheet' });
    const { flaws } = readText(importer, 'Rechner;Update;Stand\npc1;KB5058392;Erledigt\npc1;P2;\n');
    expect(flaws).toMatchObject([
      { status: 'fixed', fixes: ['KB5058392'] },
      { status: 'open', fixes: [] },
    ]);
  });

  it.each([
    ['schema', { schema: 'other' }],
    ['version', { version: 2 }],
    ['tier', { tier: 'A' }],
    ['columns.owner', { columns: { host: ['a'], owner: ['b'] } }],
    ['columns', { columns: { title: ['a'] } }],
    ['columns.host', { columns: { host: [] } }],
    ['identifiedBy', { identifiedBy: [] }],
    ['identifiedBy.0', { identifiedBy: [[]] }],
    ['required', { required: ['cves'] }],
    ['statuses', { statuses: { open: ['x'], fixed: [' X '] } }],
    ['statuses.closed', { statuses: { closed: ['x'] } }],
    ['dates', { dates: 'guess' }],
    ['zone', { zone: 'Nowhere/Land' }],
    ['scheme', { scheme: 'toString' }],
    ['title', { title: 'a\u0000b' }],
  ])('is refused for a wrong %s', (_field, change) => {
    const code = 'MAPPING_INVALID';
    expect(() => readMapping(bytesOf({ ...document, ...change }))).toThrow(expect.objectContaining({ code }));
  });

  it('is refused with a member that reaches the prototype', () => {
    const text = JSON.stringify(document).replace('"columns":{', '"columns":{"__proto__":["Rechner"],');
    const code = 'JSON_KEY_FORBIDDEN';
    expect(() => readMapping(Buffer.from(text))).toThrow(expect.objectContaining({ code }));
  });

  it.each(['', '{', '[]', 'null'])('is refused as %j', (text) => {
    expect(() => readMapping(Buffer.from(text))).toThrow(/empty|not a column mapping/);
  });
});
