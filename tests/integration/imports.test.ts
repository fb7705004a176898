import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { exportImports } from '#lib/server/exports/export-imports.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { importFile } from '#lib/server/imports/import-file.ts';
import type { ImportInput } from '#lib/server/imports/import-file.ts';
import { listImports } from '#lib/server/imports/list-imports.ts';
import { listMappings } from '#lib/server/imports/list-mappings.ts';
import { removeMapping, saveMapping } from '#lib/server/imports/save-mapping.ts';
import { dropStaged, stagedFile, stageFile } from '#lib/server/imports/staged-files.ts';
import type { MappingDocument } from '#scanners/importers/column-mapping.ts';
import { bytesOf, redHatInventory } from './support/inventories.ts';
import { missingDebian, nessusReport, reportReceipt } from './support/reports.ts';
import { makeSite, readEverything } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const begun = Date.parse('2026-05-10T08:00:00.000Z');
let site: TestSite;
let app: App;
beforeEach(async () => {
  site = makeSite(begun);
  app = await site.open();
});
afterEach(async () => {
  await app.close();
  expect(site.reports).toEqual([]);
  site.remove();
});

const give = (content: Buffer, input: Partial<ImportInput> = {}) =>
  importFile(app, localOperator, { content, fileName: 'file', format: null, mode: 'keep', ...input });
const fixture = (path: string) => readFileSync(new URL(`../fixtures/${path}`, import.meta.url));
const report = nessusReport({ name: 'web1.example', at: begun, items: [missingDebian(1, 5001, 'openssl')] });

const csv = Buffer.from(
  'Server;Patch;Severity;State;Seen\nweb1;KB5041578;A;open;31.03.2026\nweb1;KB5041579;B;offen;01.04.2026\nweb2;KB5041578;A;erledigt;\n;KB1;A;open;\n',
);
const document: MappingDocument = {
  schema: 'patchproof.column-mapping',
  version: 1,
  title: 'the server list (CSV)',
  tool: 'Server list',
  identifiedBy: [['Server', 'Patch', 'Severity', 'State', 'Seen']],
  columns: {
    host: ['Server'],
    title: ['Patch'],
    severity: ['Severity'],
    status: ['State'],
    firstSeen: ['Seen'],
  },
  severities: { critical: ['A'], low: ['B'] },
  statuses: { open: ['open', 'offen'], fixed: ['erledigt'] },
  dates: 'day-first',
};
const save = (change: Partial<MappingDocument> = {}, basedOn = 0) =>
  saveMapping(app, localOperator, { name: 'server-list', document: { ...document, ...change }, basedOn });

describe('the one entrance', () => {
  it('tells a feed, a report, an inventory and advisories apart, and says which it was', async () => {
    const kev = fixture('feeds/cisa-kev/known_exploited_vulnerabilities.json');
    expect(await give(kev)).toMatchObject({
      kind: 'feed',
      format: 'cisa-kev',
      result: 'imported',
      known: false,
    });
    expect(await give(kev)).toMatchObject({ kind: 'feed', result: 'already-imported', known: true });
    expect(await give(kev, { mode: 'dry-run' })).toMatchObject({
      kind: 'feed',
      result: 'checked',
      known: true,
    });
    expect(await give(report)).toMatchObject({ kind: 'report', format: 'nessus' });
    expect(await give(bytesOf(redHatInventory(begun)))).toMatchObject({
      kind: 'scans',
      format: 'inventory-json',
    });
    // What Red Hat publishes is its statement, not somebody's report.
    expect(await give(fixture('feeds/redhat-vex/cve-2024-24786.json'))).toMatchObject({ kind: 'feed' });
    expect(await give(report, { format: 'nessus', mode: 'dry-run' })).toMatchObject({ known: true });
  });

  it('lists what was taken in, with who did and what came of it; what fails leaves nothing', async () => {
    await give(report, { fileName: 'scan.nessus' });
    site.now += 60_000;
    await give(bytesOf(redHatInventory(begun)), { fileName: 'hosts.json' });
    await expect(give(Buffer.from('nonsense'))).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    const { rows, total } = await listImports(app, localOperator, { pageSize: 1 });
    expect(total).toBe(2);
    expect(rows).toMatchObject([{ file: 'hosts.json', kind: 'scans', by: 'local operator' }]);
    const reports = await listImports(app, localOperator, { kind: 'report' });
    expect(reports.rows).toMatchObject([
      { file: 'scan.nessus', format: 'nessus', receipt: { tool: 'Nessus', findings: 1, new: 1, records: 2 } },
    ]);
    expect(await exportImports(app, localOperator, {})).toContain('scan.nessus,report,nessus,Nessus');
    await app.warehouse.rebuild();
    expect((await listImports(app, localOperator, {})).total).toBe(2);
  });
});

describe('a mapping that somebody made', () => {
  it('recognises later files by their header, counts every row, and gives the same after a rebuild', async () => {
    await expect(give(csv)).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    expect(save()).toEqual({ version: 1 });
    const receipt = reportReceipt(await give(csv, { fileName: 'servers.csv' }));
    expect(receipt).toMatchObject({
      format: 'mapping:server-list',
      tool: 'Server list',
      records: 4,
      assets: 2,
    });
    expect(receipt.records).toBe(receipt.flaws + receipt.skipped.reduce((sum, { n }) => sum + n, 0));
    expect(receipt.findings).toBe(receipt.new + receipt.unchanged + receipt.reopened);
    const { rows } = await listFindings(app, localOperator, { verdict: 'fail' });
    expect(rows.map(({ asset, fix, rank }) => [asset, fix, rank]).sort()).toEqual([
      ['web1', 'KB5041578', 'severe'],
      ['web1', 'KB5041579', 'low'],
    ]);
    const view = { knownAt: app.store.log.head().seq };
    const before = await readEverything(app, view);
    // What was read is read as it was, whatever becomes of the mapping.
    save({ columns: { host: ['Patch'] } }, 1);
    removeMapping(app, localOperator, { name: 'server-list' });
    expect(listMappings(app, localOperator).rows).toEqual([]);
    await app.warehouse.rebuild();
    expect(await readEverything(app, view)).toEqual(before);
  });

  it('is named as a format, and is refused when there is none of the name', async () => {
    save();
    expect(await give(csv, { format: 'mapping:server-list', mode: 'dry-run' })).toMatchObject({
      report: { hosts: 2, flaws: 3, left: [{ reason: 'no host', n: 1 }] },
    });
    await expect(give(csv, { format: 'mapping:other' })).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
  });

  it('has versions, and is not saved over another’s change', () => {
    save();
    expect(save({ tool: 'Servers' }, 1)).toEqual({ version: 2 });
    expect(() => save({ tool: 'Mine' }, 1)).toThrow(expect.objectContaining({ code: 'MAPPING_CHANGED' }));
    expect(() => saveMapping(app, localOperator, { name: 'No Name', document, basedOn: 0 })).toThrow(
      expect.objectContaining({ code: 'MAPPING_NAME_INVALID' }),
    );
    expect(() => save({ columns: {} }, 2)).toThrow(expect.objectContaining({ code: 'MAPPING_INVALID' }));
    expect(listMappings(app, localOperator).rows).toMatchObject([
      { name: 'server-list', version: 2, tool: 'Servers', tier: 'C', savedBy: 'local operator' },
    ]);
  });

  it('closes what is missing only where it says that the file is complete, and covers no asset', async () => {
    save({ complete: true, credentialed: true });
    await give(csv);
    site.now += 86_400_000;
    const later = Buffer.from('Server;Patch;Severity;State;Seen\nweb1;KB5041579;B;offen;\n');
    expect(reportReceipt(await give(later))).toMatchObject({ closed: 1, unchanged: 1 });
    const { rows } = await listFindings(app, localOperator, { verdict: 'fail' });
    expect(rows.map(({ fix }) => fix)).toEqual(['KB5041579']);
  });

  it('may give every row the same value', async () => {
    const text = 'Patch,Severity\nKB5041578,A\n';
    save({
      identifiedBy: [['Patch', 'Severity']],
      columns: { title: ['Patch'] },
      constants: { host: 'web9' },
    });
    await give(Buffer.from(text));
    const { rows } = await listFindings(app, localOperator, {});
    expect(rows.map(({ asset, fix }) => [asset, fix])).toEqual([['web9', 'KB5041578']]);
  });
});

describe('a file that waits for its import', () => {
  const body = () => new Response('a;b\n1;2\n');
  const other: Viewer = { ...localOperator, personId: 'other' };

  it('is seen by whoever gave it alone, and goes after a day', async () => {
    const { id, name } = await stageFile(app, localOperator, { name: '../x/list.csv', body: body() });
    expect(name).toBe('list.csv');
    expect(stagedFile(app, localOperator, id)).toMatchObject({ bytes: 8 });
    expect(() => stagedFile(app, other, id)).toThrow(expect.objectContaining({ code: 'UPLOAD_GONE' }));
    expect(() => stagedFile(app, localOperator, '../../store.db')).toThrow(
      expect.objectContaining({ code: 'UPLOAD_GONE' }),
    );
    dropStaged(app, localOperator, id);
    expect(() => stagedFile(app, localOperator, id)).toThrow(
      expect.objectContaining({ code: 'UPLOAD_GONE' }),
    );
  });

  it('makes room when many wait, and never takes the room of others', async () => {
    const give = (viewer: Viewer) => stageFile(app, viewer, { name: 'x', body: body() });
    const foreign = await give(other);
    const ids: string[] = [];
    for (let n = 0; n < 51; n += 1) ids.push((await give(localOperator)).id);
    const isKept = (id: string) => {
      try {
        return stagedFile(app, localOperator, id).bytes > 0;
      } catch {
        return false;
      }
    };
    expect(ids.filter(isKept)).toHaveLength(50);
    expect(isKept(ids.at(-1) ?? '')).toBe(true);
    expect(stagedFile(app, other, foreign.id).name).toBe('x');
  });
});
