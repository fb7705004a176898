import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentOf, readDocuments, readText } from '../../tests/fixtures/importers/read-report.ts';
import { refusalOf } from '../../tests/fixtures/importers/report-trial.ts';
import type { ColumnMapping } from './column-mapping.ts';
import { mappedCsv } from './mapped-csv.ts';

const mapping: ColumnMapping = {
  title: 'a list of patches (CSV)',
  tool: 'Patcher',
  tier: 'C',
  evidence: 'written for this test',
  identifiedBy: [['Computer', 'Patch', 'State']],
  columns: {
    host: ['FQDN', 'Computer'],
    address: ['IP'],
    hostId: ['Agent'],
    title: ['Patch'],
    product: ['Product'],
    fixes: ['KB'],
    cves: ['CVEs'],
    severity: ['Rating'],
    status: ['State'],
    installed: ['Has'],
    fixed: ['Needs'],
    firstSeen: ['Found'],
    scannedAt: ['Scanned'],
  },
  required: ['status'],
  untitled: null,
  severities: { high: ['Schwer'], unrated: ['keine'] },
  statuses: {
    open: ['missing', 'fehlt'],
    fixed: ['installed'],
    'not-affected': ['not applicable'],
    accepted: ['declined'],
    unknown: ['?'],
  },
  withoutStatus: 'open',
  dates: 'day-first',
  zone: null,
  bareFixes: 'KB',
  scheme: 'windows',
  credentialed: true,
};

const patcher = mappedCsv(mapping);
const read = (text: string, change: Partial<ColumnMapping> = {}) =>
  readText(mappedCsv({ ...mapping, ...change }), text);
const rowOf = (values: Readonly<Record<string, string>>): string => {
  const all = { Computer: 'pc1', Patch: 'P1', State: 'missing', ...values };
  const cells = Object.values(all).map((cell) => `"${cell.replaceAll('"', '""')}"`);
  return `${Object.keys(all).join(',')}\n${cells.join(',')}\n`;
};

describe('a mapped CSV', () => {
  it('is read in UTF-16 with its mark, as Windows tools export it', () => {
    const bytes = Buffer.from('\ufeffComputer\tPatch\tState\r\nbüro-1\tKB5058392\tfehlt\r\n', 'utf16le');
    const { hosts, flaws } = readDocuments(patcher, [documentOf('a.csv', bytes, 7)]);
    expect(hosts[0]?.name).toBe('büro-1');
    expect(flaws).toMatchObject([{ fixes: ['KB5058392'], status: 'open' }]);
  });

  it.each([',', ';', '\t', '|'])('is read with the delimiter %j', (delimiter) => {
    const rows = [
      ['Computer', 'Patch', 'State'],
      ['pc1', 'P1', 'installed'],
    ];
    const { flaws } = read(rows.map((cells) => `${cells.join(delimiter)}\n`).join(''));
    expect(flaws).toMatchObject([{ host: 'pc1', title: 'P1', status: 'fixed' }]);
  });

  it('finds its columns by name, without case and blanks, behind lines about the export', () => {
    const text = '#TYPE Selected.Object\nsep=,\n STATE , patch ,COMPUTER\nmissing,P1,pc1\n';
    expect(patcher.recognises(text)).toBe(true);
    expect(read(text).flaws).toMatchObject([{ host: 'pc1', title: 'P1' }]);
    expect(patcher.recognises('State,Patch,Host\n')).toBe(false);
  });

  it('keeps line ends in cells and text that a spreadsheet would calculate', () => {
    const { flaws } = read(rowOf({ Patch: '=HYPERLINK("http://a.example";"x")' }));
    expect(flaws[0]?.title).toBe('=HYPERLINK("http://a.example";"x")');
    const folded = read('Computer,Patch,State\npc1,"one\r\ntwo",missing\npc2,P2,missing\n');
    expect(folded.flaws).toMatchObject([{ title: 'one two' }, { title: 'P2', host: 'pc2', record: 2 }]);
  });

  it.each([
    ['Computer,Patch,State,State\npc1,P1,missing,x\n', 'DUPLICATE_ID'],
    ['Computer,Patch,State,state\npc1,P1,missing,x\n', 'DUPLICATE_ID'],
    ['Computer,Patch,State\npc1,P1\npc2,P1,missing\n', 'REPORT_INVALID'],
    ['Computer,Patch,State\npc1,P1,missing,more\n', 'REPORT_INVALID'],
    ['Computer,Patch,State\npc1,P1,missing\npc2,P', 'REPORT_TRUNCATED'],
    ['Computer,Patch,State\npc1,"P1,missing\n', 'CSV_QUOTE_OPEN'],
    ['Host,Patch,State\npc1,P1,missing\n', 'CSV_COLUMN_MISSING'],
    ['Computer,Patch,State\n', 'REPORT_EMPTY'],
    ['Computer,Patch,State\n,P1,missing\n', 'REPORT_EMPTY'],
  ])('refuses %j with %s', (text, code) => {
    expect(refusalOf(patcher, text)).toBe(code);
  });

  it('says which line has too few or too many cells', () => {
    expect(() => read('Computer,Patch,State\npc1,P1,missing\npc2,P1\npc3,P1,missing\n')).toThrow(
      'the header has 3 fields, line 3 has 2',
    );
  });

  it('tells up to twenty of them together', () => {
    expect(() => read('Computer,Patch,State\npc1,P1\npc2,P1,missing\npc3,P1,missing,x\npc4\n')).toThrow(
      'the header has 3 fields, line 2 has 2, line 4 has 4, line 5 has 1',
    );
    const many = 'pc,P1\n'.repeat(30);
    expect(() => read(`Computer,Patch,State\n${many}`)).toThrow(/line 21 has 2\.$/);
  });

  it('names a required column that is not there', () => {
    const text = 'Computer,Patch\npc1,P1\n';
    expect(() => read(text, { identifiedBy: [['Computer', 'Patch']] })).toThrow('lacks the column State');
  });

  it('gives a flaw or counts a reason for every row', () => {
    const cell = fc.constantFrom(
      '',
      'x',
      '__proto__',
      'missing',
      '?',
      'KB123456',
      'CVE-2026-1234',
      '31.05.2026',
    );
    const row = fc.array(cell, { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const header = 'Computer,Patch,State,KB,CVEs,Found';
        const { flaws, skipped } = read(
          [header, 'pc0,P,missing,,,', ...rows.map((cells) => cells.join(','))].join('\n') + '\n',
        );
        const counted = Object.values(skipped).reduce((sum, n) => sum + n, 0);
        // A row of empty cells only is still a row.
        expect(flaws.length + counted).toBe(rows.length + 1);
      }),
    );
  });
});

describe('the status of a row', () => {
  it.each([
    ['Missing', 'open'],
    [' FEHLT ', 'open'],
    ['installed', 'fixed'],
    ['not  applicable', 'not-affected'],
    ['declined', 'accepted'],
    ['', 'open'],
  ])('%j is %s', (word, status) => {
    expect(read(rowOf({ State: word })).flaws).toMatchObject([{ status }]);
  });

  it.each(['?', 'half', 'constructor', '__proto__'])('%j is left out and counted', (word) => {
    const { flaws, hosts, skipped } = read(rowOf({ State: word }));
    expect(flaws).toEqual([]);
    expect(hosts).toHaveLength(1);
    expect(skipped).toEqual({ 'status unknown': 1 });
  });

  it('is shown as the tool wrote it', () => {
    expect(read(rowOf({})).flaws[0]?.evidence).toBe('State: missing');
  });
});

describe('what a row names', () => {
  it.each([
    [{ KB: '5058392' }, ['KB5058392']],
    [{ KB: 'KB5058392; MS17-010' }, ['KB5058392', 'MS17-010']],
    [{ KB: '137.0.7152.64' }, []],
    [{ Patch: 'Update (KB5058392)' }, ['KB5058392']],
    [{ KB: '5058392', Patch: 'Update (KB1111111)' }, ['KB5058392']],
  ])('%j fixes %j', (cells, fixes) => {
    expect(read(rowOf(cells)).flaws[0]?.fixes).toEqual(fixes);
  });

  it('is known by its check, else by fix, CVE, title or product', () => {
    const check = (cells: Readonly<Record<string, string>>) => read(rowOf(cells)).flaws[0]?.check;
    expect(check({ KB: '5058392', CVEs: 'CVE-2026-1' })).toBe('KB5058392');
    expect(check({ CVEs: 'cve-2026-12345' })).toBe('CVE-2026-12345');
    expect(check({})).toBe('P1');
    expect(check({ Patch: '', Product: 'Zip', Needs: '24.09' })).toBe('Zip 24.09');
    expect(read(rowOf({ Patch: '' })).skipped).toEqual({ 'no flaw named': 1 });
  });

  it('is the product with its versions', () => {
    const [flaw] = read(rowOf({ Product: 'Zip', Has: '23.01', Needs: '24.09' })).flaws;
    expect(flaw?.product).toEqual({
      name: 'Zip',
      keyedBy: 'product',
      arch: null,
      installed: '23.01',
      fixed: '24.09',
      scheme: 'windows',
    });
  });

  it.each([
    ['Schwer', 'high'],
    ['Important', 'high'],
    ['None', null],
    ['keine', null],
    ['', null],
    ['dire', null],
  ])('is rated by the word %j as %s', (word, severity) => {
    expect(read(rowOf({ Rating: word })).flaws[0]?.severity).toBe(severity);
  });
});

describe('hosts of a mapped CSV', () => {
  it('are one for all rows of a name, whatever its case, with every address', () => {
    const { hosts } = read(
      'Computer,Patch,State,IP\nPC1,P1,missing,192.0.2.1\npc1,P2,missing,"192.0.2.2, 2001:DB8::1"\n',
    );
    expect(hosts).toMatchObject([
      { key: 'pc1', name: 'PC1', addresses: ['192.0.2.1', '192.0.2.2', '2001:db8::1'], complete: false },
    ]);
  });

  it('are kept apart by the tool’s own number, which is no machine id', () => {
    const { hosts } = read('Computer,Agent,Patch,State\npc1,7,P1,missing\npc1,8,P1,missing\n');
    expect(hosts).toMatchObject([
      { key: '7', name: 'pc1', machineId: null },
      { key: '8', name: 'pc1', machineId: null },
    ]);
  });

  it('take the full name where it stands, and the address where no name does', () => {
    const { hosts } = read(
      'Computer,FQDN,IP,Patch,State\nPC1,pc1.example.com,,P1,missing\n,,192.0.2.9,P1,missing\n192.0.2.8,,,P1,missing\n',
    );
    expect(hosts).toMatchObject([
      { name: 'pc1.example.com' },
      { name: null, addresses: ['192.0.2.9'] },
      { name: null, addresses: ['192.0.2.8'] },
    ]);
  });

  it('were looked at when their last row was', () => {
    const scanned = (times: readonly string[], change: Partial<ColumnMapping> = {}) =>
      read(`Computer,Patch,State,Scanned\n${times.map((time) => `pc1,P,missing,${time}\n`).join('')}`, change)
        .hosts[0];
    expect(scanned(['01.06.2026 10:00', '03.06.2026 10:00', '02.06.2026 10:00'])).toMatchObject({
      finishedAt: '2026-06-03T08:00:00.000Z',
      timeAssumed: true,
    });
    expect(scanned(['2026-06-03T10:00:00Z'])).toMatchObject({ timeAssumed: false });
    expect(scanned(['03.06.2026 10:00'], { zone: 'UTC' })).toMatchObject({
      finishedAt: '2026-06-03T10:00:00.000Z',
      timeAssumed: false,
    });
    expect(scanned(['never'])).toMatchObject({ finishedAt: null, timeAssumed: false });
  });
});

it('a check without a fix has all CVEs of its rows', () => {
  const byCheck: ColumnMapping = { ...mapping, columns: { ...mapping.columns, check: ['Check'] } };
  const rows = [
    'web1,7,CVE-2024-0001,Missing',
    'web1,7,CVE-2024-0002,Missing',
    'web2,7,CVE-2024-0001,Missing',
  ];
  const text = `Computer,Check,CVEs,State,Patch\n${rows.map((row) => `${row},Old library`).join('\n')}\n`;
  const { flaws, skipped } = readText(mappedCsv(byCheck), text);
  expect(flaws.map(({ cves }) => cves)).toEqual([['CVE-2024-0001', 'CVE-2024-0002'], ['CVE-2024-0001']]);
  expect(skipped).toEqual({ 'the same result for another CVE': 1 });
});
