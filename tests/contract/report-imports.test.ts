import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { saveMapping } from '#lib/server/imports/save-mapping.ts';
import type { MappingDocument } from '#scanners/importers/column-mapping.ts';
import { wsus } from '#scanners/importers/mappings/wsus.ts';
import { reportImporters } from '#scanners/importers/reports.ts';
import { buildZip } from '../fixtures/build-zip.ts';
import { importReport, reportReceipt } from '../integration/support/reports.ts';
import { makeSite } from '../integration/support/test-app.ts';
import type { TestSite } from '../integration/support/test-app.ts';

const folder = join(import.meta.dirname, '../fixtures/importers');
/** Files that have a golden result beside them. */
const samples = readdirSync(folder, { withFileTypes: true, recursive: true })
  .filter(({ name }) => name.endsWith('.golden.json'))
  .flatMap((golden) => {
    const stem = golden.name.slice(0, -'.golden.json'.length);
    const names = readdirSync(golden.parentPath);
    const file = names.find((name) => name !== golden.name && name.replace(/\.\w+$/, '') === stem);
    return file === undefined ? [] : [join(golden.parentPath, file).slice(folder.length + 1)];
  })
  .sort();

let site: TestSite;
let app: App;

beforeEach(async () => {
  site = makeSite(Date.parse('2026-12-01T08:00:00.000Z'), 'Europe/Berlin');
  app = await site.open();
});

afterEach(async () => {
  await app.close();
  site.remove();
});

describe('every sample of another tool’s report', () => {
  it('covers every importer', () => {
    const folders = new Set(samples.map((sample) => sample.split('/')[0]));
    expect(
      Object.keys(reportImporters).filter(
        (format) => !folders.has(format.replace(/-json$|-csv$/, '')) && !folders.has(format),
      ),
    ).toEqual([]);
  });

  it.each(samples)(
    '%s is imported with counts that add up, and a second time without a trace',
    async (sample) => {
      const content = readFileSync(join(folder, sample));
      const fileName = sample.split('/').at(-1) ?? sample;
      const first = await importReport(app, content, { fileName });
      const receipt = reportReceipt(first);
      const left = receipt.skipped.reduce((sum, { n }) => sum + n, 0);
      expect(receipt.flaws + left).toBe(receipt.records);
      expect(receipt.new + receipt.unchanged + receipt.reopened).toBe(receipt.findings);
      expect(receipt).toMatchObject({ unchanged: 0, reopened: 0, closed: 0 });
      const { total } = await listFindings(app, localOperator, {});
      expect(total).toBe(receipt.findings);
      const assets = await listAssets(app, localOperator, {});
      expect(assets.total).toBe(receipt.assets);
      const seq = app.store.log.head().seq;
      const again = await importReport(app, content, { fileName });
      expect(again).toEqual({ ...first, known: true, result: 'already-imported' });
      expect(app.store.log.head().seq).toBe(seq);
      expect(site.reports).toEqual([]);
    },
  );

  it('is counted by a mapping of one’s own as by the shipped one that it repeats', async () => {
    const { tier: _tier, evidence: _evidence, ...columns } = wsus;
    const kept: MappingDocument = JSON.parse(JSON.stringify(columns));
    const content = readFileSync(join(folder, 'wsus-csv/update-states.csv'));
    const shipped = reportReceipt(await importReport(app, content));
    const document = { ...kept, schema: 'patchproof.column-mapping', version: 1, tool: 'Own' } as const;
    saveMapping(app, localOperator, { name: 'own', basedOn: 0, document });
    const own = reportReceipt(await importReport(app, content));
    const counts = ({ assets, records, flaws, findings, skipped }: typeof own) => {
      return { assets, records, flaws, findings, skipped };
    };
    expect(own).toMatchObject({ format: 'mapping:own', tool: 'Own' });
    expect(counts(own)).toEqual(counts(shipped));
  });

  it('is imported from an archive, whatever the order of its members', async () => {
    const member = (name: string) => ({ name, content: readFileSync(join(folder, 'defender-zip', name)) });
    const members = [member('machines.json'), member('report_one_vuln.json')];
    const receipt = reportReceipt(await importReport(app, buildZip(members)));
    expect(receipt).toMatchObject({ format: 'defender-json', assets: 1, findings: 1 });
    const other = reportReceipt(await importReport(app, buildZip(members.toReversed())));
    expect(other).toMatchObject({ new: 0, unchanged: 1 });
  });
});
