import { expect, test } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import { expectWellFormedInEveryLook } from './accessibility.ts';
import { startServer } from './server.ts';
import type { TestServer } from './server.ts';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

const HOUR = 3_600_000;
const SETTINGS = 'Configure LDAP signing to require on domain controllers.';

let server: TestServer;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  server = await startServer();
  context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  await page.goto(server.setupLink ?? '');
  await page.getByLabel('Your name').fill('Marta Oliveira');
  await page.getByLabel('E-mail address').fill('marta@example.org');
  await page.getByLabel('Password').fill('blue lantern seventeen oxen');
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await page.getByRole('button', { name: 'I will do this later' }).click();
  await page.waitForURL(`${server.url}/`);
});

test.afterAll(async () => {
  await context.close();
  await server.stop();
});

/** A Windows server as another tool lists it. */
function inventory(): object {
  const at = new Date(Date.now() - HOUR).toISOString();
  const version = '10.0.20348.4893';
  return {
    schema: 'patchproof.inventory',
    version: 1,
    tool: 'wsus-export 1.0',
    collectedAt: at,
    host: { name: 'dc-01', machineId: 'd0c00001d0c00001d0c00001d0c00001', addresses: ['10.0.0.31'] },
    os: { id: 'windows', versionId: version, name: 'Windows Server 2022 Standard' },
    versionScheme: 'windows',
    kernel: null,
    installedUpdates: [],
    sources: [{ name: 'WSUS', security: true, fetchedAt: at, publishedAt: null }],
    packages: [{ name: 'Windows Server 2022', arch: 'x64', version }],
    updates: [],
  };
}

/** A monthly document of Microsoft's (CVRF, API v3.0) with an advisory that has no update. */
function month(): object {
  return {
    DocumentTitle: { Value: '2026-Mar Security Updates' },
    DocumentTracking: {
      Identification: { ID: { Value: '2026-Mar' } },
      InitialReleaseDate: '2026-03-10T07:00:00',
      CurrentReleaseDate: '2026-03-10T07:00:00',
    },
    ProductTree: { Branch: [], FullProductName: [{ ProductID: '11923', Value: 'Windows Server 2022' }] },
    Vulnerability: [
      {
        Title: { Value: 'Guidance for Enabling LDAP Channel Binding and LDAP Signing' },
        CVE: 'ADV190023',
        ProductStatuses: [{ ProductID: ['11923'], Type: 'Known Affected' }],
        Threats: [{ Description: { Value: 'Important' }, ProductID: ['11923'], Type: 'Severity' }],
        CVSSScoreSets: [],
        Remediations: [
          { Description: { Value: `<p>${SETTINGS}</p>` }, URL: '', ProductID: [], Type: 'Workaround' },
        ],
      },
    ],
  };
}

async function take(name: string, document: object): Promise<void> {
  await page.goto('/imports');
  const buffer = Buffer.from(JSON.stringify(document));
  await page
    .getByLabel('Files, dropped here or chosen')
    .setInputFiles({ name, mimeType: 'application/json', buffer });
  await page.getByRole('button', { name: 'Check' }).click();
  await page.waitForURL('**/imports/check?**');
  await page.getByRole('button', { name: 'Import 1 file' }).click();
  await expect(page.getByRole('heading', { name: '1 file imported' })).toBeVisible();
}

test('an advisory that recommends a setting stands in the queue and says what to set', async () => {
  await take('inventory.json', inventory());
  await take('month.json', month());
  await page.goto('/patches?class=windows');
  const row = page.getByRole('row').filter({ hasText: 'ADV190023' });
  await expect(row).toContainText('Apply settings on 1');
  await page.goto('/findings?asset=dc-01');
  await page.getByRole('link', { name: 'ADV190023' }).first().click();
  await expect(
    page.getByRole('heading', {
      name: 'Windows Server 2022 on dc-01 needs settings that nobody has verified',
    }),
  ).toBeVisible();
  await expect(
    page.getByRole('heading', { name: 'Which settings does the vendor recommend?' }),
  ).toBeVisible();
  await expect(page.getByRole('paragraph').filter({ hasText: SETTINGS })).toBeVisible();
  await expect(page.getByText('There is no update to install: the vendor recommends settings')).toBeVisible();
  // There are no versions to compare.
  await expect(page.getByText('Fixed in', { exact: true })).toHaveCount(0);
  await expectWellFormedInEveryLook(page);
});

test('a record of what was checked closes it', async () => {
  await page.getByRole('link', { name: 'Record the verification' }).click();
  await expect(
    page.getByRole('heading', { name: 'Are the settings for Windows Server 2022 on dc-01 in place?' }),
  ).toBeVisible();
  await expectWellFormedInEveryLook(page);
  await page.getByLabel('What was checked').fill('LDAPServerIntegrity is 2 on this controller.');
  await page.getByLabel('How').fill('gpresult /h on the controller itself.');
  await page.getByLabel('When').fill(new Date(Date.now() - HOUR).toISOString().slice(0, 10));
  await page.getByLabel('Evidence').fill('CHG-2044');
  await page.getByRole('button', { name: /Record/ }).click();
  await expect(
    page.getByRole('heading', {
      name: 'Windows Server 2022 on dc-01 has the recommended settings, a person verified them',
    }),
  ).toBeVisible();
  await expectWellFormedInEveryLook(page);
});
