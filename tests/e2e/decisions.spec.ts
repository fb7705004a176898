import { expect, test } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import { expectWellFormed } from './accessibility.ts';
import { startDemo } from './demo-server.ts';
import type { DemoServer } from './demo-server.ts';
import { signIn } from './sign-in.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

let demo: DemoServer;
let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  demo = await startDemo({ assets: 8, years: 1 });
  context = await browser.newContext({ baseURL: demo.url, viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  await signIn(page, demo);
});

test.afterAll(async () => {
  await context.close();
  await demo.stop();
});

/** Assets of an owner, by the API. */
async function ownedBy(owner: string): Promise<number> {
  const answer = await page.request.get(`${demo.url}/api/v1/assets?owner=${encodeURIComponent(owner)}`, {
    headers: { authorization: `Bearer ${demo.token}` },
  });
  return ((await answer.json()) as { total: number }).total;
}

test('facts are set for chosen assets after a preview, and undone by a new decision', async () => {
  await page.goto('/assets');
  const boxes = page.locator('input[name=asset]');
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await page.getByRole('button', { name: /Set facts for 2 assets/ }).click();
  await page.getByLabel('Owner').fill('Platform Test');
  await page.getByRole('button', { name: /Preview for 2 assets/ }).click();
  await expect(page.getByText('nothing is saved yet')).toBeVisible();
  expect(await ownedBy('Platform Test')).toBe(0);
  await expectWellFormed(page);
  await page.getByRole('button', { name: 'Set facts for 2 assets' }).click();
  await expect.poll(() => ownedBy('Platform Test')).toBe(2);
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect.poll(() => ownedBy('Platform Test')).toBe(0);
});

test('decisions come from a file, checked first; a row that cannot be names its line and nothing is kept', async () => {
  const [name] = await page.request
    .get('/assets.csv')
    .then((answer) => answer.text())
    .then((text) =>
      text
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(',')[1] ?? ''),
    );
  const upload = async (text: string) => {
    await page.goto('/assets/import');
    const file = { name: 'facts.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
    await page.getByLabel('CSV file').setInputFiles(file);
    await page.getByRole('button', { name: /Check this file/ }).click();
  };
  await upload(`name,owner,criticality\n${name},Team from a file,huge\n`);
  await expect(page.getByText(/criticality/).first()).toBeVisible();
  expect(await ownedBy('Team from a file')).toBe(0);
  await upload(`name,owner\n${name},Team from a file\n`);
  await page.getByRole('button', { name: /(Set|Import|Keep) .*1/ }).click();
  await expect.poll(() => ownedBy('Team from a file')).toBe(1);
});

test('a business unit is added, and looking at the past turns that off', async () => {
  await page.goto('/units');
  await page.getByLabel('Name', { exact: true }).fill('Research');
  await page.getByLabel('Short name').fill('research');
  await page.getByRole('button', { name: 'Add unit' }).click();
  await expect(page.getByRole('link', { name: 'Research' }).first()).toBeVisible();
  await page.goto('/units?asOf=2026-01-15');
  await expect(page.getByText(/You are looking at 15 Jan/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add unit' })).toBeDisabled();
});
