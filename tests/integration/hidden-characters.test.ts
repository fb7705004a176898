import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readListQuery } from '#lib/components/list-query.ts';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { importFile } from '#lib/server/imports/import-file.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { readCsv } from '#lib/server/read-documents/index.ts';
import { orErrorPage } from '../../src/routes/page-failure.ts';
import { importReport, reportReceipt, vulsReport } from './support/reports.ts';
import { makeSite, readLists } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const begun = Date.parse('2026-05-10T08:00:00.000Z');
const product = 'open\0ssl\x1b[31m\u202e';
const image = 'shop\u200e:1';
const shown = 'open␀ssl\\x1b[31m\\u202e';

let site: TestSite;
let app: App;

beforeEach(async () => {
  site = makeSite(begun + 60_000);
  app = await site.open();
});

afterEach(async () => {
  await app.close();
  site.remove();
});

/** A Trivy report of one image with one flaw. */
function trivyReport(name: string, installed = '1'): Buffer {
  const flaw = {
    VulnerabilityID: 'CVE-2026-1001',
    PkgName: name,
    InstalledVersion: installed,
    FixedVersion: '2',
    Severity: 'HIGH',
  };
  const result = { Target: image, Class: 'os-pkgs', Type: 'debian', Vulnerabilities: [flaw] };
  return Buffer.from(
    JSON.stringify({
      SchemaVersion: 2,
      CreatedAt: new Date(begun).toISOString(),
      ArtifactName: image,
      ArtifactType: 'container_image',
      Metadata: {},
      Results: [result],
    }),
  );
}

const findings = (query: object = {}) => listFindings(app, localOperator, query);

describe('names with characters that do not show', () => {
  it('are kept exactly as they came, flagged in the receipt, and the same after a rebuild', async () => {
    const receipt = reportReceipt(await importReport(app, trivyReport(product)));
    expect(receipt).toMatchObject({ findings: 1, flags: ['CONTROL_CHARS'] });
    const { rows } = await findings();
    expect(rows).toMatchObject([{ asset: image, product, packages: [{ name: product }] }]);
    const before = await readLists(app, {});
    await app.warehouse.rebuild();
    expect(await readLists(app, {})).toEqual(before);
    expect(reportReceipt(await importReport(app, trivyReport(product)))).toEqual(receipt);
  });

  it('are told by a check before the import, and names without them are not flagged', async () => {
    const check = (content: Buffer) =>
      importFile(app, localOperator, { content, fileName: 'x', format: null, mode: 'dry-run' });
    expect((await check(trivyReport(product))).report?.flags).toEqual(['CONTROL_CHARS']);
    const plain = Buffer.from(trivyReport('openssl').toString().replaceAll('\u200e', ''));
    expect((await check(plain)).report?.flags).toEqual([]);
  });

  it('are shown as their signs on a page and in a CSV file, whose links and rows find them again', async () => {
    await importReport(app, trivyReport(product));
    const page = await orErrorPage(() => findings());
    expect(page.rows).toMatchObject([{ asset: 'shop\\u200e:1', product: shown }]);
    const csv = await readCsv(app, localOperator, { name: 'findings', query: {} });
    expect(csv).toContain(shown);
    expect(csv).not.toMatch(/[\0\x1b\u200e\u202e]/);
    const address = new URL('http://127.0.0.1/findings');
    address.searchParams.set('asset', page.rows[0]?.asset ?? '');
    const { filters } = readListQuery(address, ['asset']);
    expect((await findings(filters)).rows).toHaveLength(1);
  });

  it('stand beside versions, which are flagged where their ecosystem does not know them', async () => {
    const flags = async (installed: string) =>
      reportReceipt(await importReport(app, trivyReport('openssl', installed))).flags;
    expect(await flags('1:2.3~rc1-0ubuntu1')).toEqual(['CONTROL_CHARS']);
    expect(await flags('a:1')).toEqual(['CONTROL_CHARS', 'VERSION_INVALID']);
  });

  it('that differ only in them are one asset and two products', async () => {
    for (const [minute, name] of ['web1.example', 'web\u200e1.example'].entries()) {
      const at = begun + minute * 60_000;
      await importReport(app, vulsReport({ name, at, advisories: ['DSA-5001-1'] }));
    }
    const { rows } = await listAssets(app, localOperator, {});
    expect(rows).toHaveLength(1);
    await importReport(app, trivyReport('openssl'));
    await importReport(app, trivyReport('openssl\u202e'));
    expect((await findings({ asset: image })).rows.map((row) => row.product).sort()).toEqual([
      'openssl',
      'openssl\u202e',
    ]);
  });
});
