import { expect, test } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { expectWellFormed } from './accessibility.ts';
import { startDemo } from './demo-server.ts';
import type { DemoServer } from './demo-server.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

let demo: DemoServer;
let analyst: Page;
let chief: Page;
/** Address of the finding whose rank is changed. */
let finding: string;

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
  const context = await browser.newContext({
    baseURL: demo.url,
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(address);
  await page.getByLabel('Password').fill(demo.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${demo.url}/`);
  return page;
}

/** A document of the API as the administrator reads it. */
async function read<T>(path: string): Promise<T> {
  const headers = { authorization: `Bearer ${demo.token}` };
  return (await (await analyst.request.get(`${demo.url}/api/v1/${path}`, { headers })).json()) as T;
}

async function rankNow(): Promise<string | null> {
  const id = finding.split('/').at(-1) ?? '';
  return (await read<{ finding: { rank: string | null } }>(`finding?id=${id}`)).finding.rank;
}

test('an analyst proposes a lower rank: it waits, and the finding keeps its rank', async () => {
  const { rows } = await read<{ rows: { id: string }[] }>('findings?verdict=fail&rank=high&sort=-due');
  finding = `/findings/${rows[0]?.id ?? ''}`;
  await analyst.goto(finding);
  await analyst.getByRole('link', { name: 'Change rank' }).click();
  await analyst.waitForURL(`**${finding}/rank`);
  await expectWellFormed(analyst);
  await expect(analyst.getByText(/Waits until one of .*Carla Reyes/).first()).toBeVisible();
  await analyst.getByRole('radio', { name: /Low/ }).check();
  await analyst.getByLabel('Reason').fill('Not reachable');
  await analyst.getByLabel('Evidence').fill('TICKET-77\nhttps://example.org/firewall');
  await analyst.getByRole('button', { name: 'Propose this rank' }).click();
  await expect(analyst.getByRole('status')).toHaveText('1 finding waits for a second person.');
  expect(await rankNow()).toBe('high');
});

test('its author cannot approve it, another person can, and the deadline follows', async () => {
  await analyst.goto('/ranks');
  await expect(
    analyst.getByRole('heading', { name: '1 rank change waits for a second person' }),
  ).toBeVisible();
  await expect(analyst.getByRole('button', { name: 'Approve the ticked' })).toHaveCount(0);
  await chief.goto('/ranks?status=waiting');
  await expectWellFormed(chief);
  await chief.getByRole('checkbox').first().check();
  await chief.getByRole('button', { name: 'Refuse the ticked' }).click();
  await expect(chief.getByText(/must be a text of 10/)).toBeVisible();
  await chief.getByRole('button', { name: 'Approve the ticked' }).click();
  await expect(chief.getByRole('status')).toContainText('1 rank change approved');
  expect(await rankNow()).toBe('low');
  await chief.goto(finding);
  await expect(chief.getByText(/Approved by Carla Reyes/)).toBeVisible();
  const csv = await (await chief.request.get('/ranks.csv')).text();
  expect(csv).toContain('Carla Reyes');
});

test('upward holds at once, by one person', async () => {
  await analyst.goto(`${finding}/rank`);
  await analyst.getByRole('radio', { name: /Severe/ }).check();
  await analyst.getByLabel('Reason').fill('An exploit was published today.');
  await analyst.getByLabel('Evidence').fill('https://example.org/exploit');
  await analyst.getByRole('button', { name: 'Propose this rank' }).click();
  await expect(analyst.getByRole('status')).toHaveText('1 finding has the new rank now.');
  expect(await rankNow()).toBe('severe');
});

test('a patch is researched, then rated, and both stay on its page', async () => {
  const { rows } = await read<{ rows: { fix: string }[] }>('patches');
  const patch = `/patches/${encodeURIComponent(rows[0]?.fix ?? '')}`;
  await analyst.goto(patch);
  await analyst.getByRole('link', { name: 'Record research' }).click();
  await expectWellFormed(analyst);
  await analyst.getByLabel('Issue').fill('A certificate with a long chain crashes the server.');
  await analyst.getByLabel('Documented effects').fill('Services restart once.');
  await analyst.getByLabel('Sources').fill('https://example.org/advisory');
  await analyst.getByRole('button', { name: 'Record research' }).click();
  await expect(analyst.getByText('Not rated yet')).toBeVisible();
  await analyst.getByLabel('Rating').selectOption('necessary');
  await analyst.getByLabel('Rests on').selectOption('test');
  await analyst.getByLabel('Test or rollout').fill('T-17');
  await analyst.getByLabel('Reason').fill('The test ran without a fault.');
  await analyst.getByRole('button', { name: 'Rate this patch' }).click();
  await expect(analyst.getByText('After the test T-17')).toBeVisible();
  await expect(analyst.getByText('Services restart once.')).toBeVisible();
});
