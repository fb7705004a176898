import { expect, test } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { expectWellFormed, looks } from './accessibility.ts';
import { startDemo } from './demo-server.ts';
import type { DemoServer } from './demo-server.ts';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

let demo: DemoServer;
let analyst: Page;
let chief: Page;
/** Address of the draft. */
let draft: string;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  demo = await startDemo({ assets: 8, years: 1 });
  analyst = await signedIn(browser, 'analyst@demo.example');
  chief = await signedIn(browser, 'ciso@demo.example');
});

test.afterAll(async () => {
  await analyst.context().close();
  await chief.context().close();
  await demo.stop();
});

async function signedIn(browser: Browser, address: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: demo.url, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(address);
  await page.getByLabel('Password').fill(demo.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${demo.url}/`);
  return page;
}

test('a version is drafted, compared, tried on what is open, and sent to review', async () => {
  await analyst.goto('/policy');
  await analyst.getByRole('link', { name: 'Begin a new version' }).click();
  await analyst.getByLabel('What changes and why').fill('High-rank patches within two weeks.');
  await analyst.getByLabel('high limit of Patch by rank, from first detection').fill('two weeks');
  await analyst.getByRole('button', { name: 'Keep draft' }).click();
  await expect(analyst.getByText(/duration must be between/)).toBeVisible();
  await analyst.getByLabel('high limit of Patch by rank, from first detection').fill('14 d');
  await analyst.getByRole('button', { name: 'Keep draft' }).click();
  await analyst.waitForURL(/\/policy\/drafts\/[\w-]+$/);
  draft = new URL(analyst.url()).pathname;
  await expect(analyst.locator('ins', { hasText: '14' }).first()).toBeVisible();
  await expect(analyst.getByRole('heading', { name: 'What if it were in force today?' })).toBeVisible();
  await analyst.getByRole('button', { name: 'Send to review' }).click();
  await expect(analyst.getByText(/^In review by Noah Berg/)).toBeVisible();
  await expect(analyst.getByRole('button', { name: /^Sign for/ })).toHaveCount(0);
});

test('security signs; operations waits, and the page says whom to add', async () => {
  await chief.goto(draft);
  await chief.getByRole('button', { name: 'Sign for security' }).click();
  await expect(chief.getByText(/signed by Carla Reyes/)).toBeVisible();
  await expect(chief.getByText(/Add a manager for all business units/)).toBeVisible();
  await expect(chief.getByRole('button', { name: /^Sign for/ })).toHaveCount(0);
});

test('the log shows who did it, and that it was looked at', async () => {
  await chief.goto('/log?kind=policy');
  await chief
    .getByRole('row', { name: /policy\.signed/ })
    .getByRole('link')
    .first()
    .click();
  await expect(chief.getByRole('heading', { name: /: policy\.signed$/ })).toBeVisible();
  const proof = await chief.request.get(`${new URL(chief.url()).pathname}/proof`);
  expect(await proof.json()).toMatchObject({ kind: 'inclusion' });
  await chief.goto('/log?kind=log');
  await expect(chief.getByRole('row', { name: /log\.read.*Carla Reyes/ }).first()).toBeVisible();
  // Not everybody may.
  await analyst.goto('/log');
  await expect(analyst.getByText(/Ask an administrator/)).toBeVisible();
});

test('policy and log are well formed at 1440 and 390 pixels, light and dark', async () => {
  const paths = [
    '/policy',
    '/policy/drafts/new',
    draft,
    '/policy/versions/2',
    '/policy/compare?from=1&to=2',
    '/log',
    '/log/20',
  ];
  for (const look of looks) {
    await chief.setViewportSize(look);
    await chief.emulateMedia({ colorScheme: look.scheme });
    for (const path of paths) {
      await test.step(`${look.name} ${path}`, async () => {
        await chief.goto(path);
        await expectWellFormed(chief);
      });
    }
  }
});
