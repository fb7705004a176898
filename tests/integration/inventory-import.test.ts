import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAppError } from '#core/errors.ts';
import type { App } from '#lib/server/app.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { explainFinding } from '#lib/server/findings/explain-finding.ts';
import { listFindings } from '#lib/server/findings/list-findings.ts';
import { importFile } from '#lib/server/imports/import-file.ts';
import { getAsset } from '#lib/server/inventory/get-asset.ts';
import { listAssets } from '#lib/server/inventory/list-assets.ts';
import {
  bytesOf,
  keepFile,
  opensslAdvisories,
  redHatInventory,
  windowsInventory,
} from './support/inventories.ts';
import type { Json } from './support/inventories.ts';
import { makeSite } from './support/test-app.ts';
import type { TestSite } from './support/test-app.ts';

const DAY = 86_400_000;
const begun = Date.parse('2026-05-10T08:00:00.000Z');

let site: TestSite;
let app: App;

beforeEach(async () => {
  site = makeSite(begun + DAY / 24);
  app = await site.open();
});

afterEach(async () => {
  await app.close();
  site.remove();
});

const keep = (document: unknown, fileName?: string) => keepFile(app, document, fileName);
const findings = async () => (await listFindings(app, localOperator, {})).rows;
const assets = async () => (await listAssets(app, localOperator, {})).rows;

describe('an imported inventory', () => {
  it('of a Red Hat like host shows what is missing, by RPM order and from security sources only', async () => {
    const receipt = await keep(redHatInventory(begun));
    expect(receipt).toMatchObject({
      format: 'inventory-json',
      host: 'rhel-01',
      method: 'credentialed',
      outcome: 'complete',
      result: 'imported',
    });
    expect(await findings()).toMatchObject([
      {
        asset: 'rhel-01',
        product: 'openssl',
        fix: 'security-update:openssl@1:3.2.2-6.el9_5.1',
        state: 'open',
        verdict: 'fail',
        packages: [
          {
            name: 'openssl-libs',
            installed: '1:3.2.2-6.el9_5',
            fixed: '1:3.2.2-6.el9_5.1',
            candidate: '1:3.2.2-6.el9_5.1',
            scheme: 'rpm',
            why: 'the first version is lower: the second goes on with "1" in the release, by RPM version order',
          },
        ],
      },
    ]);
    expect(await assets()).toMatchObject([{ name: 'rhel-01', os: 'Red Hat Enterprise Linux 9.6 (Plow)' }]);
  });

  it('can be repeated by hand: the raw line, the rule and a command of the system', async () => {
    await keep([redHatInventory(begun), windowsInventory(begun)]);
    const explained = await Promise.all(
      (await findings()).map(({ id }) => explainFinding(app, localOperator, { id })),
    );
    const byAsset = new Map(explained.map((one) => [one.asset, one]));
    expect(byAsset.get('rhel-01')).toMatchObject({
      matcher: 'inventory-security-source 1',
      comparisons: [
        { repeat: `rpm --eval '%{lua:print(rpm.vercmp("1:3.2.2-6.el9_5","1:3.2.2-6.el9_5.1"))}'` },
      ],
      evidence: { section: 'updates' },
    });
    expect(byAsset.get('win-01')?.evidence?.lines).toEqual([
      {
        number: 1,
        text: 'Windows Server 2022\tx64\t10.0.20348.4294\tSecurity Updates',
        hit: true,
      },
    ]);
  });

  it('closes a finding when a later one shows the fixed version, with the time the host gave', async () => {
    await keep(windowsInventory(begun));
    expect(await findings()).toMatchObject([
      { state: 'open', packages: [{ installed: '10.0.20348.4171', fixed: '10.0.20348.4294' }] },
    ]);
    site.now = begun + 8 * DAY;
    const installedAt = new Date(begun + 5 * DAY).toISOString();
    const patched = { name: 'Windows Server 2022', arch: 'x64', version: '10.0.20348.4294', installedAt };
    await keep(windowsInventory(begun + 7 * DAY, { packages: [patched], updates: [] }));
    expect(await assets()).toHaveLength(1);
    const [row, ...others] = await findings();
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      state: 'fixed',
      verdict: 'pass',
      installedAt,
      verifiedAt: new Date(begun + 7 * DAY).toISOString(),
    });
    const { evidence } = await explainFinding(app, localOperator, { id: row?.id ?? '' });
    expect(evidence).toMatchObject({ section: 'packages', lines: [{ hit: true }] });
  });

  it('keeps an update of the kernel open until it runs', async () => {
    const newer = '5.14.0-611.9.1.el9_7';
    const offered = { name: 'kernel-core', arch: 'x86_64', version: newer, source: 'BaseOS security' };
    await keep(redHatInventory(begun, { updates: [offered] }));
    site.now = begun + 9 * DAY;
    const packages = [
      { name: 'kernel-core', arch: 'x86_64', version: '5.14.0-570.12.1.el9_6', source: 'kernel' },
      { name: 'kernel-core', arch: 'x86_64', version: newer, source: 'kernel' },
    ];
    const installed = packages.map(({ name, version }) => ({ name, version }));
    const [old, next] = installed;
    const kernel = (running: typeof old, bootedAt: number) => ({
      running: `${running?.version}.x86_64`,
      package: running,
      installed,
      bootedAt: new Date(bootedAt).toISOString(),
    });
    await keep(
      redHatInventory(begun + DAY, { packages, updates: [offered], kernel: kernel(old, begun - DAY) }),
    );
    expect(await findings()).toMatchObject([{ product: 'kernel', state: 'reboot_pending', verdict: 'fail' }]);
    await keep(
      redHatInventory(begun + 8 * DAY, { packages, updates: [], kernel: kernel(next, begun + 3 * DAY) }),
    );
    expect(await findings()).toMatchObject([{ product: 'kernel', state: 'fixed', verdict: 'pass' }]);
  });

  it('with old sources, or none for security, cannot pass and says what helps there', async () => {
    const stale = {
      name: 'Security Updates',
      security: true,
      fetchedAt: new Date(begun - 9 * DAY).toISOString(),
    };
    await keep(windowsInventory(begun, { sources: [stale], updates: [] }));
    const plain = { name: 'BaseOS', security: false, fetchedAt: new Date(begun).toISOString() };
    await keep(redHatInventory(begun, { sources: [plain], updates: [] }));
    const rows = await assets();
    expect(rows.map(({ name, verdict }) => [name, verdict]).sort()).toEqual([
      ['rhel-01', 'indeterminate'],
      ['win-01', 'indeterminate'],
    ]);
    const reasons = rows.flatMap((row) => row.reasons);
    expect(reasons.map(({ code }) => code).sort()).toEqual(['lists-stale', 'no-feed', 'no-security-source']);
    for (const { remedy } of reasons) expect(remedy).not.toMatch(/apt|dpkg/);
  });

  it('with an empty package list proves nothing and closes nothing', async () => {
    await keep(windowsInventory(begun));
    site.now = begun + 2 * DAY;
    await keep(windowsInventory(begun + DAY, { packages: [], updates: [] }));
    expect(await findings()).toMatchObject([{ state: 'open' }]);
    expect(await assets()).toMatchObject([
      { verdict: 'fail', reasons: [{ code: 'no-package-list' }, { code: 'no-feed' }] },
    ]);
  });

  it('is told apart by machine id and tool, whatever the host is called', async () => {
    await keep(windowsInventory(begun));
    site.now = begun + 9 * DAY;
    const renamed = { name: 'win-99', machineId: 'b1e0f3d4-0000-4000-8000-000000000001', addresses: [] };
    await keep(windowsInventory(begun + DAY, { host: renamed, tool: 'wsus-export 2.4.1' }));
    expect(await assets()).toMatchObject([{ name: 'win-99' }]);
    const another = { ...renamed, name: 'win-02', machineId: 'b1e0f3d4-0000-4000-8000-000000000002' };
    await keep(windowsInventory(begun + 2 * DAY, { host: another }));
    expect(await assets()).toHaveLength(2);
  });

  it('without a machine id is the host of its name', async () => {
    const host = { name: 'win-03', addresses: [] };
    await keep(windowsInventory(begun, { host }));
    await keep(windowsInventory(begun + 1000, { host }));
    await keep(windowsInventory(begun + 2000, { host: { ...host, name: 'win-04' } }));
    expect((await assets()).map(({ name }) => name).sort()).toEqual(['win-03', 'win-04']);
  });

  it('may come in an array, and the same file again changes nothing', async () => {
    const both = [redHatInventory(begun), windowsInventory(begun)];
    const first = await keep(both, 'fleet.json');
    expect(first).toMatchObject({ host: null, receipt: null, result: 'imported' });
    expect(first.scans.map(({ host, result }) => [host, result])).toEqual([
      ['rhel-01', 'imported'],
      ['win-01', 'imported'],
    ]);
    const { seq } = app.store.log.head();
    const again = await keep(both, 'copy.json');
    expect(again.result).toBe('already-imported');
    expect(again.scans.map(({ receipt }) => receipt)).toEqual(first.scans.map(({ receipt }) => receipt));
    expect(app.store.log.head().seq).toBe(seq);
    const part = await keep([windowsInventory(begun), windowsInventory(begun + 1000)]);
    expect(part.result).toBe('imported');
    expect(part.scans.map(({ result }) => result)).toEqual(['already-imported', 'imported']);
  });

  it('keeps an unchanged package list once', async () => {
    await keep(windowsInventory(begun));
    await keep(windowsInventory(begun + 1000));
    const hashes = app.store.log.read(0, 100).flatMap(({ kind, body }) => {
      if (kind !== 'scan.received') return [];
      const { artifact } = body as { artifact: string };
      return app.evidence.manifest(artifact).sections.filter(({ name }) => name === 'packages');
    });
    expect(hashes).toHaveLength(2);
    expect(hashes[0]?.sha256).toBe(hashes[1]?.sha256);
  });

  it('is told from its content wherever the words stand, and checked without a trace on a dry run', async () => {
    const { schema, ...rest } = redHatInventory(begun);
    const padding = Array.from({ length: 200 }, (_, number) => ({
      name: `package-${number}`,
      arch: 'noarch',
      version: '1.0-1',
    }));
    const bytes = bytesOf({ ...rest, packages: [...padding, ...(rest['packages'] as Json[])], schema });
    const before = app.store.log.head().seq;
    const input = { content: bytes, fileName: 'x', format: null, mode: 'dry-run' } as const;
    expect(await importFile(app, localOperator, input)).toMatchObject({
      format: 'inventory-json',
      host: 'rhel-01',
      result: 'checked',
      receipt: null,
    });
    expect(app.store.log.head().seq).toBe(before);
  });
});

describe('a file that is not accepted', () => {
  const whole = bytesOf(redHatInventory(begun));

  it.each<[string, Buffer, string, Record<string, string | number> | undefined]>([
    ['an empty file', Buffer.alloc(0), 'FILE_EMPTY', undefined],
    ['one of no known format', Buffer.from('{"schema":"other"}'), 'FORMAT_UNKNOWN', undefined],
    [
      'one that is cut off',
      whole.subarray(0, whole.length - 200),
      'INVENTORY_INVALID',
      { line: 1, column: whole.length - 199 },
    ],
    [
      'one with a word where a list belongs',
      bytesOf(redHatInventory(begun, { updates: 'none' })),
      'INVENTORY_INVALID',
      { field: 'updates' },
    ],
    [
      'one with a field that is not known',
      bytesOf(redHatInventory(begun, { password: 'x' })),
      'INVENTORY_INVALID',
      undefined,
    ],
    [
      'one with a newer version of the format',
      bytesOf(redHatInventory(begun, { version: 2 })),
      'INVENTORY_INVALID',
      { field: 'version' },
    ],
    [
      'one with an update of a package that is not installed',
      bytesOf(
        redHatInventory(begun, {
          updates: [{ name: 'zsh', arch: 'x86_64', version: '1', source: 'BaseOS security' }],
        }),
      ),
      'INVENTORY_INVALID',
      { field: 'updates.0' },
    ],
    [
      'one in an array, with its place',
      bytesOf([windowsInventory(begun), windowsInventory(begun, { versionScheme: 'brew' })]),
      'INVENTORY_INVALID',
      { field: '1.versionScheme' },
    ],
    ['one from the future', bytesOf(windowsInventory(begun + 9 * DAY)), 'TIME_IN_FUTURE', undefined],
    [
      'an array of which a later one is from the future',
      bytesOf([windowsInventory(begun), redHatInventory(begun + 9 * DAY)]),
      'TIME_IN_FUTURE',
      undefined,
    ],
    [
      'advisories without a product',
      bytesOf({
        ...opensslAdvisories(begun),
        advisories: [{ ...opensslAdvisories(begun).advisories[0], products: [] }],
      }),
      'ADVISORIES_INVALID',
      { field: 'advisories.0.products' },
    ],
  ])('%s keeps nothing and names the place', async (_title, bytes, code, where) => {
    const before = app.store.log.head().seq;
    const error = await keep(bytes).catch((caught: unknown) => caught);
    expect(isAppError(error) ? { code: error.code, where: error.where } : error).toEqual({ code, where });
    expect(app.store.log.head().seq).toBe(before);
    expect(await assets()).toEqual([]);
  });

  it('is of the wrong kind when another format was named', async () => {
    const input = { fileName: 'x', mode: 'keep' } as const;
    const advisories = { ...input, content: bytesOf(opensslAdvisories(begun)), format: 'inventory-json' };
    const inventory = { ...input, content: whole, format: 'advisories-json' };
    await expect(importFile(app, localOperator, advisories)).rejects.toMatchObject({
      code: 'INVENTORY_INVALID',
    });
    await expect(importFile(app, localOperator, inventory)).rejects.toMatchObject({
      code: 'ADVISORIES_INVALID',
    });
  });
});

describe('the asset of an inventory', () => {
  it('shows its sources by name and what the tool does not tell', async () => {
    await keep(
      redHatInventory(begun, {
        kernel: null,
        packages: [{ name: 'bash', arch: 'x86_64', version: '5.1.8-9.el9' }],
        updates: [],
      }),
    );
    const { observed, packages } = await getAsset(app, localOperator, { id: 'rhel-01' });
    expect(observed).toMatchObject({
      notSeen: [
        'Which kernel runs: the tool does not tell.',
        'When packages were installed: the tool does not tell.',
      ],
      archives: [
        { suite: 'BaseOS security', security: true },
        { suite: 'BaseOS', security: false },
      ],
    });
    expect(packages).toMatchObject({ rows: [{ name: 'bash', candidate: '5.1.8-9.el9' }] });
  });
});
