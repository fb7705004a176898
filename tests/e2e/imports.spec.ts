import { expect, test } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import { join } from 'node:path';
import { expectWellFormedInEveryLook } from './accessibility.ts';
import { startServer } from './server.ts';
import type { TestServer } from './server.ts';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

let server: TestServer;
let context: BrowserContext;
let page: Page;

const fixtures = join(import.meta.dirname, '../fixtures');
const nessus = join(fixtures, 'importers/nessus/issue_6992.nessus');
const list = {
  name: 'Server list 2026.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    'Server;Patch;Rating;Stand;Seen\nweb1;KB5041578;A;offen;31.03.2026\nweb1;KB5041579;B;erledigt;01.04.2026\nweb2;KB5041578;A;offen;\n;KB5041578;A;offen;\n',
  ),
};

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

async function choose(files: string | typeof list): Promise<void> {
  await page.goto('/imports');
  await page.getByLabel('Files, dropped here or chosen').setInputFiles(files);
  await page.getByRole('button', { name: 'Check' }).click();
  await page.waitForURL('**/imports/check?**');
}

test('a report is checked before anything is kept, then imported, and told when it comes again', async () => {
  await page.goto('/imports');
  await expect(page.getByRole('heading', { name: 'No file was imported yet' })).toBeVisible();
  await choose(nessus);
  await expect(page.getByRole('heading', { name: 'Import 1 file?' })).toBeVisible();
  await expect(page.getByText('Nessus', { exact: true })).toBeVisible();
  await expectWellFormedInEveryLook(page);
  const assets = page.getByRole('link', { name: /^Assets/ }).first();
  const before = (await assets.textContent()) ?? '';
  await page.getByRole('button', { name: 'Import 1 file' }).click();
  await expect(page.getByRole('heading', { name: '1 file imported' })).toBeVisible();
  await expect(page.getByText(/\d+ new, 0 unchanged, 0 reopened, 0 closed/)).toBeVisible();
  await expect(assets).not.toHaveText(before);
  await choose(nessus);
  await expect(page.getByText('This very file was imported before.')).toBeVisible();
  await page.goto('/imports');
  await expect(page.getByRole('cell', { name: /issue_6992/ })).toBeVisible();
  await expectWellFormedInEveryLook(page);
  expect(await (await page.request.get('/imports.csv')).text()).toContain('issue_6992');
});

test('whoever imports a report says what it holds, also of one that was imported before', async () => {
  await choose(nessus);
  // It holds nothing of what Nessus says of every scan: it may be filtered.
  await expect(page.getByText('Nothing: what is missing stays open')).toBeVisible();
  await page.getByLabel('What does it hold?').selectOption({ label: 'Everything that the tool found' });
  await page.getByRole('button', { name: 'Check again' }).click();
  await page.waitForURL('**holds=everything**');
  await expect(page.getByText(/^What is missing, on 1 of 1 host; without login/)).toBeVisible();
  await page.getByLabel('What does it hold?').selectOption({ label: 'A selection: closes nothing' });
  await page.getByRole('button', { name: 'Check again' }).click();
  await page.waitForURL('**holds=selection**');
  await expect(page.getByLabel('What does it hold?')).toHaveValue('selection');
  await expect(page.getByText('Nothing: what is missing stays open')).toBeVisible();
  await expect(page.getByText(/Importing it as a selection replaces that \(event \d+\)/)).toBeVisible();
  await expectWellFormedInEveryLook(page);
  await page.getByRole('button', { name: 'Import 1 file' }).click();
  await expect(page.getByRole('heading', { name: '1 file imported' })).toBeVisible();
  await expect(page.getByText(/Taken as a selection, it replaces that/)).toBeVisible();
  await expectWellFormedInEveryLook(page);
  await page.goto('/imports');
  await expect(page.getByRole('cell', { name: /1 record, as a selection/ })).toBeVisible();
  await page.goto('/imports/check?holds=all');
  await expect(page.getByText('Give holds as selection or everything')).toBeVisible();
});

test('a finding of which a tool names no product has a name, and says who reports it', async () => {
  await choose(join(fixtures, 'importers/qualys-xml/Qualys_Sample_Report.xml'));
  await page.getByRole('button', { name: 'Import 1 file' }).click();
  await expect(page.getByRole('heading', { name: '1 file imported' })).toBeVisible();
  await page.goto('/findings?q=demo13');
  await expectWellFormedInEveryLook(page);
  await page.getByRole('link', { name: 'QID 38738' }).click();
  await expect(
    page.getByRole('heading', { name: /^QID 38738 on demo13\..* is still vulnerable$/ }),
  ).toBeVisible();
  await expect(page.getByText('Qualys reports it')).toBeVisible();
  await expectWellFormedInEveryLook(page);
});

test('the columns of an unknown CSV are named with a preview, and files like it are read from then on', async () => {
  await choose(list);
  await expect(page.getByText('FORMAT_UNKNOWN')).toBeVisible();
  await page.getByRole('link', { name: 'Name its columns' }).click();
  await page.waitForURL('**/imports/mapping?**');
  await expect(page.getByText('5 columns, 4 rows; UTF-8, separated by semicolon.')).toBeVisible();
  await expect(page.getByLabel('Column of Host name')).toHaveValue('Server');
  await page.getByLabel('Dates are written').selectOption({ label: '31.05.2026' });
  await page.getByLabel('offen').selectOption({ label: 'Open' });
  await page.getByLabel('erledigt').selectOption({ label: 'Fixed' });
  await page.getByLabel('A', { exact: true }).selectOption({ label: 'Critical' });
  await expect(page.getByText('4 rows: 3 results on 2 hosts.')).toBeVisible();
  await expect(page.getByText('1 row left out: no host.')).toBeVisible();
  await expectWellFormedInEveryLook(page);
  await page.getByRole('textbox', { name: 'Tool', exact: true }).fill('Server list');
  await page.getByRole('button', { name: 'Save and check the file' }).click();
  await page.waitForURL('**/imports/check?**');
  await expect(page.getByText('unverified mapping')).toBeVisible();
  await page.getByRole('button', { name: 'Import 1 file' }).click();
  await expect(page.getByRole('heading', { name: '1 file imported' })).toBeVisible();
  await choose({
    ...list,
    name: 'next.csv',
    buffer: Buffer.concat([list.buffer, Buffer.from('web3;P1;B;offen;\n')]),
  });
  await expect(page.getByText('mapping:server-list-2026')).toBeVisible();
});

test('a mapping is removed by its event, and its files are known no longer', async () => {
  await page.goto('/imports/mappings');
  await expectWellFormedInEveryLook(page);
  await page.getByRole('link', { name: 'Remove server-list-2026' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'No CSV mapping yet' })).toBeVisible();
});
