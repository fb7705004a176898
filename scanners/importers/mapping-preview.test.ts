import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSample } from '../../tests/fixtures/importers/report-trial.ts';
import type { ColumnMapping } from './column-mapping.ts';
import { mappedCsv } from './mapped-csv.ts';
import { previewMapping } from './mapping-preview.ts';
import { automox } from './mappings/automox.ts';
import { wsus } from './mappings/wsus.ts';

const options = { rows: 3, zone: 'Europe/Berlin' };
const preview = (mapping: ColumnMapping, text: string) => previewMapping(Buffer.from(text), mapping, options);
const bytesOf = (sample: string) =>
  readFileSync(new URL(`../../tests/fixtures/importers/${sample}`, import.meta.url));

describe('the preview of a mapping', () => {
  it('shows the first rows as an import would read them, and counts all', () => {
    const sample = 'wsus-csv/update-states.csv';
    const shown = previewMapping(bytesOf(sample), wsus, options);
    const { flaws, hosts, skipped } = readSample(mappedCsv(wsus), sample);
    expect(shown.failure).toBeNull();
    expect(shown.rows).toEqual(
      flaws.slice(0, 3).map((flaw) => ({ record: flaw.record, flaw, skipped: null })),
    );
    expect(shown.hosts).toEqual(hosts.slice(0, 1));
    expect(shown.counts).toEqual({
      records: 6,
      hosts: 3,
      flaws: flaws.length,
      skipped: Object.entries(skipped).map(([reason, n]) => ({ reason, n })),
    });
    expect(shown.delimiter).toBe(',');
    expect(shown.headers).toContain('UpdateInstallationState');
    expect(shown.fields).toContainEqual({ field: 'host', headers: ['FullDomainName'] });
  });

  it('names the cells that it could not use', () => {
    const header = 'server_id,display_name,installed,severity,create_time\n';
    const rows = '1,a,perhaps,high,\n1,b,false,dire,soon\n1,c,maybe,dire,\n,d,true,,\n';
    const { problems, rows: shown, counts } = preview(automox, header + rows);
    expect(problems).toEqual([
      { field: 'status', problem: 'status not known', n: 2, examples: ['perhaps', 'maybe'] },
      { field: 'firstSeen', problem: 'time not readable', n: 1, examples: ['soon'] },
      { field: 'severity', problem: 'severity not known', n: 1, examples: ['dire'] },
    ]);
    expect(shown.map(({ record, skipped }) => [record, skipped])).toEqual([
      [1, 'status unknown'],
      [2, null],
      [3, 'status unknown'],
    ]);
    expect(counts.skipped).toEqual([
      { reason: 'status unknown', n: 2 },
      { reason: 'no host', n: 1 },
    ]);
  });

  it('offers the header of a file that is not the mapping’s, and says why it would be refused', () => {
    const shown = preview(wsus, 'sep=;\nRechner;Update\npc1;P1\n');
    expect(shown).toMatchObject({
      delimiter: ';',
      headers: ['Rechner', 'Update'],
      rows: [],
      failure: { code: 'CSV_COLUMN_MISSING' },
    });
  });

  it('keeps what came before a broken row', () => {
    const text = 'server_id,display_name,installed,severity\n1,a,false,high\n1,b\n1,c,false,high\n';
    const shown = preview(automox, text);
    expect(shown.failure).toMatchObject({ code: 'REPORT_INVALID', where: { line: 3 } });
    expect(shown.rows).toHaveLength(1);
  });

  it.each([
    ['', 'FILE_EMPTY'],
    [Buffer.from([0x61, 0xff, 0x0a]), 'ENCODING_INVALID'],
  ])('says what is wrong with %j', (content, code) => {
    expect(previewMapping(Buffer.from(content), wsus, options).failure).toMatchObject({ code });
  });
});
