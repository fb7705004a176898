import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';

const read = (csv: string): string[][] => Papa.parse<string[]>(csv.replace('\ufeff', '').trimEnd()).data;

describe('toCsv', () => {
  it('writes the columns in order, with numbers as numbers and nothing for null', () => {
    const columns = {
      name: (row: { n: string; k: number | null }) => row.n,
      count: (row: { k: number | null }) => row.k,
    };
    const csv = toCsv(columns, [
      { n: 'a,b "c"', k: -3 },
      { n: 'd', k: null },
    ]);
    expect(csv).toBe('\ufeffname,count\r\n"a,b ""c""",-3\r\nd,\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '\ufeff=1', '＝1'])(
    'puts an apostrophe before %j, which a spreadsheet would run',
    (text) => {
      expect(read(toCsv({ cell: (row: string) => row }, [text]))[1]?.[0]?.charAt(0)).toBe("'");
    },
  );

  it('never lets a text cell begin with a formula trigger, and loses no row', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 20 }), (texts) => {
        const csv = toCsv({ n: (row: [number, string]) => row[0], cell: (row) => row[1] }, [
          ...texts.entries(),
        ]);
        const rows = Papa.parse<string[]>(csv.replace('\ufeff', ''), {
          newline: '\r\n',
          skipEmptyLines: true,
        }).data;
        expect(rows).toHaveLength(texts.length + 1);
        for (const [, cell = ''] of rows.slice(1)) expect(cell).not.toMatch(/^\s*[=+\-@]/);
      }),
    );
  });
});
