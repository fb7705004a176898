import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import type { Viewer } from '#lib/server/auth/viewer.ts';
import { exportDecisionsTemplate } from '#lib/server/exports/decisions-template.ts';
import { getAsset } from '#lib/server/inventory/get-asset.ts';
import { importFile } from '#lib/server/imports/import-file.ts';
import { decideAssets } from '#lib/server/inventory/decide-assets.ts';
import { defineGroup } from '#lib/server/inventory/define-group.ts';
import { defineUnit } from '#lib/server/inventory/define-unit.ts';
import { importDecisions } from '#lib/server/inventory/import-decisions.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import { listGroups } from '#lib/server/inventory/list-groups.ts';
import { listUnits } from '#lib/server/inventory/list-units.ts';
import { previewDecisions } from '#lib/server/inventory/preview-decisions.ts';
import { undoDecisions } from '#lib/server/inventory/undo-decisions.ts';
import { debianEnvelope } from './support/debian-host.ts';
import { bytesOf, redHatInventory } from './support/inventories.ts';
import { makeSite, receive } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
const now = Date.parse('2026-05-10T08:00:00.000Z');
const analyst: Viewer = { personId: null, name: 'Analyst', roles: ['analyst'], units: ['*'], via: 'web' };
const auditor: Viewer = { ...analyst, roles: ['auditor'] };
const paymentsManager: Viewer = { ...analyst, roles: ['manager'], units: ['payments'] };

let site: TestSite;
let app: App;
const ids: Record<string, string> = {};

beforeAll(async () => {
  site = makeSite(now - 40 * DAY, 'Europe/Berlin');
  app = await site.open();
  for (const name of ['pay-1', 'pay-2', 'web-1']) {
    const packages = { openssl: { version: '3.0', security: '3.1' } };
    const receipt = await receive(app, debianEnvelope({ name, startedAt: site.now - 1000, packages }));
    ids[name] = receipt.assets[0] ?? '';
  }
  site.now = now;
  await defineUnit(app, localOperator, { unit: 'payments', name: 'Payments' });
});

afterAll(async () => {
  await app.close();
  site.remove();
});

const id = (name: string): string => ids[name] ?? '';
const decide = (name: string, attribute: string, value: string | null, viewer: Viewer = analyst) =>
  decideAssets(app, viewer, { assetIds: [id(name)], decisions: [{ attribute, value }] });
const factsOf = async (name: string, asOf?: string) =>
  (await listAssets(app, analyst, { q: name, status: 'any', asOf })).rows[0];
const csv = (...lines: string[]) => new TextEncoder().encode(lines.join('\r\n'));
const dryRun = (...lines: string[]) =>
  importDecisions(app, analyst, { bytes: csv(...lines), mode: 'dry-run' });
const keep = (...lines: string[]) => importDecisions(app, analyst, { bytes: csv(...lines), mode: 'keep' });
const head = () => app.store.log.head().seq;

describe('deciding facts', () => {
  test('needs the permission to decide', async () => {
    await expect(decide('web-1', 'owner', 'SRE', auditor)).rejects.toMatchObject({ code: 'READ_ONLY_ROLE' });
    await expect(
      importDecisions(app, auditor, { bytes: csv('name,owner', 'web-1,SRE'), mode: 'dry-run' }),
    ).rejects.toMatchObject({ code: 'READ_ONLY_ROLE' });
  });

  test('answers for a foreign asset as for an absent one, and records nothing', async () => {
    const before = head();
    const foreign = decide('web-1', 'owner', 'SRE', paymentsManager);
    await expect(foreign).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404 });
    const absent = decideAssets(app, analyst, {
      assetIds: [id('web-1'), 'no-such-asset'],
      decisions: [{ attribute: 'owner', value: 'SRE' }],
    });
    await expect(absent).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404 });
    expect(head()).toBe(before);
    expect((await factsOf('web-1'))?.owner).toBeNull();
  });

  test('refuses an unknown unit and an unknown value', async () => {
    await expect(decide('web-1', 'unit', 'nowhere')).rejects.toMatchObject({ code: 'UNIT_UNKNOWN' });
    await expect(decide('web-1', 'exposure', 'space')).rejects.toMatchObject({ code: 'DECISION_INVALID' });
  });

  test('holds from its day on and not before, in the zone of the policy', async () => {
    await decideAssets(app, analyst, {
      assetIds: [id('pay-1')],
      effectiveFrom: '2026-05-01',
      decisions: [{ attribute: 'unit', value: 'payments' }],
    });
    expect((await factsOf('pay-1', '2026-04-30'))?.unit).toBe('default');
    expect((await factsOf('pay-1', '2026-04-30T22:00:00Z'))?.unit).toBe('payments');
    expect((await factsOf('pay-1', '2026-05-01'))?.unit).toBe('payments');
    const { decisions } = await getAsset(app, analyst, { id: 'pay-1' });
    expect(decisions[0]).toMatchObject({ attribute: 'unit', value: 'payments', inForce: true });
    expect(Date.parse(decisions[0]?.recordedAt ?? '')).toBe(now);
  });

  test('previews how many assets change from what to what', async () => {
    const preview = await previewDecisions(app, analyst, {
      assetIds: [id('pay-1'), id('pay-2')],
      decisions: [
        { attribute: 'unit', value: 'payments' },
        { attribute: 'scope', value: 'pci-cde' },
      ],
    });
    expect(preview).toMatchObject({ assets: 2, changing: 2 });
    expect(preview.changes).toEqual([
      { attribute: 'unit', from: 'default', to: 'payments', assets: 1 },
      { attribute: 'unit', from: 'payments', to: 'payments', assets: 1 },
      { attribute: 'scope', from: null, to: 'pci-cde', assets: 2 },
    ]);
  });

  test('is undone by a new record that brings each asset its own old value back', async () => {
    await decide('pay-2', 'owner', 'Edge');
    const receipt = await decideAssets(app, analyst, {
      assetIds: [id('pay-1'), id('pay-2')],
      decisions: [{ attribute: 'owner', value: 'Payments SRE' }],
    });
    expect(receipt).toMatchObject({ assets: 2, firstSeq: receipt.seq - 1 });
    const before = head();
    const stranger = undoDecisions(app, { ...analyst, personId: 'local-operator' }, receipt);
    await expect(stranger).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await undoDecisions(app, analyst, receipt);
    expect(head()).toBe(before + 2);
    expect((await factsOf('pay-1'))?.owner).toBeNull();
    expect((await factsOf('pay-2'))?.owner).toBe('Edge');
  });
});

describe('importing decisions', () => {
  test('says what would change and records nothing', async () => {
    const before = head();
    const result = await dryRun('name;unit;scope', 'web-1;Payments;ephi, pci-cde', 'pay-2;payments;');
    expect(result).toMatchObject({ rows: 2, assets: 2, problemCount: 0, receipt: null });
    expect(result.preview?.changes).toContainEqual({
      attribute: 'scope',
      from: null,
      to: 'ephi,pci-cde',
      assets: 1,
    });
    expect(head()).toBe(before);
  });

  test('tells row and column of each problem, and keeps no row while there is one', async () => {
    for (const letter of ['a', 'b']) {
      const host = { name: 'twin', machineId: letter.repeat(32), addresses: [] };
      const bytes = bytesOf(redHatInventory(now - 900, { host }));
      await importFile(app, localOperator, {
        content: bytes,
        fileName: 'twin.json',
        format: null,
        mode: 'keep',
      });
    }
    const before = head();
    const result = await keep(
      'name,owner,environment,effectiveFrom',
      'web-1,SRE,production,2026-05-02',
      'nobody,SRE,,',
      'twin,SRE,,',
      'pay-1,,staging,',
      'pay-2,SRE,,2026-02-30',
      'pay-1,,,',
      'web-1,Edge,,2026-05-02',
    );
    expect(result.receipt).toBeNull();
    expect(result.problems.map(({ row, column, code }) => [row, column, code])).toEqual([
      [3, 'name', 'ASSET_UNKNOWN'],
      [4, 'name', 'ASSET_AMBIGUOUS'],
      [5, 'environment', 'DECISION_INVALID'],
      [6, 'effectiveFrom', 'DATE_INVALID'],
      [7, '', 'NOTHING_SET'],
      [8, 'name', 'ASSET_TWICE'],
    ]);
    expect(head()).toBe(before);
  });

  test('answers for an asset of another unit as for an unknown one', async () => {
    const bytes = csv('name,owner', 'web-1,SRE', `pay-1,SRE`);
    const result = await importDecisions(app, paymentsManager, { bytes, mode: 'dry-run' });
    expect(result.problems).toMatchObject([{ row: 2, code: 'ASSET_UNKNOWN' }]);
  });

  test('refuses heads that cannot be told, before any row', async () => {
    const codes = async (...lines: string[]) => (await dryRun(...lines)).problems.map(({ code }) => code);
    expect(await codes('name,enviroment', 'web-1,test')).toEqual(['COLUMN_UNKNOWN', 'COLUMN_MISSING']);
    const [unknown] = (await dryRun('name,enviroment', 'web-1,test')).problems;
    expect(unknown?.remedy).toMatch(/^Perhaps environment is meant\. Use id, name, /);
    expect(await codes('name,owner,Owner', 'web-1,a,b')).toEqual(['COLUMN_TWICE']);
    expect(await codes('owner', 'SRE')).toEqual(['COLUMN_MISSING']);
  });

  test('refuses what is empty, no text or too large', async () => {
    await expect(dryRun('')).rejects.toMatchObject({ code: 'FILE_EMPTY' });
    await expect(dryRun('name,owner')).rejects.toMatchObject({ code: 'FILE_EMPTY' });
    await expect(dryRun('{"name":"web-1"}')).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    const zip = Uint8Array.from([0x50, 0x4b, 3, 4, 0xff, 0xfe, 0]);
    await expect(importDecisions(app, analyst, { bytes: zip, mode: 'keep' })).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
    });
    const large = new Uint8Array(5 * 1024 * 1024 + 1).fill(97);
    await expect(importDecisions(app, analyst, { bytes: large, mode: 'keep' })).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
    });
    const rows = Array.from({ length: 20_001 }, (_, row) => `host-${row},SRE`);
    await expect(dryRun('name,owner', ...rows)).rejects.toMatchObject({ code: 'ROWS_TOO_MANY' });
  });

  test('keeps all rows, each from its own day, and can be undone', async () => {
    const result = await keep(
      'Name,Owner,Status,Effective from',
      'web-1,"SRE, north",,2026-05-03',
      'pay-2,-,retired,',
    );
    expect(result.receipt).toMatchObject({ assets: 2 });
    expect((await factsOf('web-1', '2026-05-02'))?.owner).toBeNull();
    expect((await factsOf('web-1', '2026-05-03'))?.owner).toBe('SRE, north');
    expect(await factsOf('pay-2')).toMatchObject({ owner: null, retired: true });
    if (result.receipt) await undoDecisions(app, analyst, result.receipt);
    expect((await factsOf('web-1', '2026-05-03'))?.owner).toBeNull();
    expect(await factsOf('pay-2')).toMatchObject({ owner: 'Edge', retired: false });
  });

  test('takes the template back unchanged, also an owner that looks like a formula', async () => {
    await decide('web-1', 'owner', '=SUM(A1)');
    const template = await exportDecisionsTemplate(app, analyst, {});
    expect(template).toContain("'=SUM(A1)");
    const bytes = new TextEncoder().encode(template);
    const result = await importDecisions(app, analyst, { bytes, mode: 'dry-run' });
    expect(result).toMatchObject({ problemCount: 0 });
    expect(result.preview?.changing).toBe(0);
  });
});

describe('units and groups', () => {
  test('only an administrator adds a unit, and it can be renamed', async () => {
    const refused = defineUnit(app, analyst, { unit: 'claims', name: 'Claims' });
    await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await defineUnit(app, localOperator, { unit: 'claims', name: 'Claims' });
    await defineUnit(app, localOperator, { unit: 'claims', name: 'Claims and benefits' });
    const { rows } = await listUnits(app, analyst, {});
    expect(rows.filter(({ unit }) => unit === 'claims')).toMatchObject([{ name: 'Claims and benefits' }]);
    await expect(defineUnit(app, localOperator, { unit: 'Not A Slug', name: 'x' })).rejects.toMatchObject({
      code: 'UNIT_INVALID',
    });
  });

  test('the first group whose rule holds takes the asset, and the rest is counted', async () => {
    await defineGroup(app, analyst, {
      group: 'pay',
      name: 'Payments',
      position: 20,
      rule: { unit: ['payments'] },
    });
    const uncategorised = (await listGroups(app, analyst, {})).uncategorised;
    expect(uncategorised).toBe((await listAssets(app, analyst, { group: 'none' })).total);
    expect(uncategorised).toBeGreaterThan(0);
    await defineGroup(app, analyst, {
      group: 'deb',
      name: 'Debian',
      position: 10,
      rule: { class: ['debian'] },
    });
    const { rows } = await listGroups(app, analyst, {});
    expect(rows.map(({ group }) => group)).toEqual(['deb', 'pay', null]);
    for (const { group, assets } of rows)
      expect((await listAssets(app, analyst, { group: group ?? 'none' })).total).toBe(assets);
    await defineGroup(app, analyst, { group: 'deb', name: 'Debian', position: 10, rule: null });
    expect((await listGroups(app, analyst, {})).total).toBe(1);
    await expect(
      defineGroup(app, auditor, { group: 'x', name: 'X', position: 1, rule: {} }),
    ).rejects.toMatchObject({ code: 'READ_ONLY_ROLE' });
  });
});
