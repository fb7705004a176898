import { expect, test } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { expectWellFormedInEveryLook } from './accessibility.ts';
import { startDemo } from './demo-server.ts';
import type { DemoServer } from './demo-server.ts';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

let demo: DemoServer;
let auditor: Page;
let analyst: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  demo = await startDemo({ assets: 4, years: 1 });
  auditor = await signedIn(browser, 'auditor@demo.example');
  analyst = await signedIn(browser, 'analyst@demo.example');
});

test.afterAll(async () => {
  await auditor.context().close();
  await analyst.context().close();
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

async function expectEveryLook(page: Page): Promise<void> {
  await expectWellFormedInEveryLook(page, async (look) => {
    const folder = process.env['PATCHPROOF_E2E_PICTURES'];
    const name = `${new URL(page.url()).pathname.replaceAll('/', '_')} ${look}`;
    if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  });
}

test('what an auditor asks for is answered with a file, returned, answered again and accepted', async () => {
  await auditor.goto('/audits');
  await expect(auditor.getByRole('heading', { name: 'No auditor has asked for anything' })).toBeVisible();
  await auditor.getByRole('link', { name: 'Ask for evidence…' }).click();
  await auditor.getByRole('button', { name: 'Ask for it' }).click();
  await expect(auditor.getByText('Say in 3 to 200 characters what is wanted.')).toBeVisible();
  await expectEveryLook(auditor);
  await auditor.getByLabel('What is wanted').fill('Scan reports of the last quarter');
  await auditor.getByLabel('In detail').fill('Every internal scan with its rescans.');
  await auditor.getByLabel('Requirement').fill('PCI DSS 11.3.1');
  await auditor.getByLabel('What it is about').fill('/policy/versions/1');
  await auditor.getByRole('button', { name: 'Ask for it' }).click();
  await expect(auditor.getByRole('status')).toHaveText('Your request is recorded.');
  const path = new URL(auditor.url()).pathname;

  await analyst.goto('/');
  await expect(analyst.getByRole('heading', { name: 'What do auditors wait for?' })).toBeVisible();
  await analyst.getByRole('link', { name: 'Scan reports of the last quarter' }).click();
  await expectEveryLook(analyst);
  await analyst.getByLabel('Answer', { exact: true }).fill('The reports of all four hosts.');
  const report = { name: 'scans.txt', mimeType: 'text/html', buffer: Buffer.from('Four scans, no rescans.') };
  await analyst.getByLabel('Attach files').setInputFiles(report);
  await analyst.getByRole('button', { name: 'Send the answer' }).click();
  await expect(analyst.getByRole('status')).toHaveText('Your answer is recorded.');

  await auditor.goto(path);
  const file = await auditor.request.get(
    (await auditor.getByRole('link', { name: 'scans.txt' }).getAttribute('href')) ?? '',
  );
  expect(file.headers()).toMatchObject({
    'content-type': 'text/plain',
    'content-disposition': "attachment; filename*=UTF-8''scans.txt",
  });
  await expectEveryLook(auditor);
  await auditor.getByRole('button', { name: 'Return it' }).click();
  await expect(auditor.getByText(/The text has fewer than 10/)).toBeVisible();
  await auditor.getByLabel('What you found').fill('The rescans are missing.');
  await auditor.getByRole('button', { name: 'Return it' }).click();
  await expect(auditor.getByRole('status')).toHaveText('The answer went back.');

  await analyst.goto(path);
  await analyst.getByLabel('Answer', { exact: true }).fill('There was nothing to scan again, see the log.');
  await analyst.getByRole('button', { name: 'Send the answer' }).click();
  await auditor.goto(path);
  await auditor.getByRole('button', { name: 'Accept it' }).click();
  await expect(auditor.getByRole('status')).toHaveText('The answer is accepted.');
  await analyst.goto('/audits?status=accepted');
  await expect(analyst.getByRole('link', { name: 'Scan reports of the last quarter' })).toBeVisible();
  await expectEveryLook(analyst);
  expect(await (await analyst.request.get('/audits.csv')).text()).toContain('PCI DSS 11.3.1');
});

test('a sample is drawn, one item judged, and anybody draws the same again', async () => {
  await auditor.goto('/audits/samples');
  await auditor.getByRole('link', { name: 'Draw a sample…' }).click();
  await auditor.getByLabel('Title').fill('Fixes of the year');
  await auditor.getByLabel('Sample size').fill('250');
  await auditor.getByLabel('Text').fill('no such package');
  await auditor.getByRole('button', { name: 'Draw it' }).click();
  await expect(auditor.getByText('Nothing matches, so there is nothing to draw from.')).toBeVisible();
  await expectEveryLook(auditor);
  await auditor.getByLabel('Text').fill('');
  await auditor.getByLabel('Sample size').fill('3');
  await auditor.getByLabel('Requirement').fill('PCI DSS 6.3.3');
  await auditor.getByRole('button', { name: 'Draw it' }).click();
  await expect(auditor.getByRole('status')).toHaveText('The sample is drawn and kept.');
  await auditor
    .getByRole('link', { name: /^Judge/ })
    .first()
    .click();
  await auditor.getByLabel('Result').selectOption({ label: 'Exception noted' });
  await auditor.getByRole('button', { name: 'Record it' }).click();
  await expect(auditor.getByText(/A noted exception needs a note/)).toBeVisible();
  await auditor.getByLabel('Note').fill('Installed after the month.');
  await expectEveryLook(auditor);
  await auditor.getByRole('button', { name: 'Record it' }).click();
  await expect(auditor.getByRole('status')).toHaveText('The result is recorded.');
  await expect(auditor.getByText('Installed after the month.')).toBeVisible();

  await analyst.goto(new URL(auditor.url()).pathname);
  await analyst.getByRole('link', { name: 'Draw it again' }).click();
  await expect(analyst.getByRole('status')).toContainText('the same items');
  await expect(analyst.getByRole('link', { name: /^Judge/ })).toHaveCount(0);
  await analyst.goto('/audits/samples');
  await expectEveryLook(analyst);
});

test('what an auditor says about a finding is read on its page by staff, and taken back', async () => {
  await auditor.goto('/findings?verdict=fail');
  await auditor.locator('tbody a.door').first().click();
  await auditor.waitForURL(/\/findings\/./);
  const path = new URL(auditor.url()).pathname;
  await auditor.getByRole('link', { name: 'Comment…' }).click();
  await auditor.getByRole('button', { name: 'Record it' }).click();
  await expect(auditor.getByText(/The comment has fewer than 10/)).toBeVisible();
  await expectEveryLook(auditor);
  await auditor.getByLabel('Comment', { exact: true }).fill('Why is this still open after its deadline?');
  await auditor.getByRole('button', { name: 'Record it' }).click();
  await auditor.waitForURL((url) => url.pathname === path);
  await analyst.goto(path);
  const said = analyst.getByRole('region', { name: 'What do auditors say?' });
  await expect(said.getByText('Why is this still open after its deadline?')).toBeVisible();
  await expect(said.getByText('1 comment', { exact: true })).toBeVisible();
  await expect(said.getByRole('link', { name: 'Comment…' })).toHaveCount(0);
  await expectEveryLook(analyst);
  await auditor.goto('/audits/comments');
  await auditor.getByRole('link', { name: /^Take it back/ }).click();
  await expectEveryLook(auditor);
  await auditor.getByLabel('Reason').fill('The exception explains it.');
  await auditor.getByRole('button', { name: 'Take it back' }).click();
  await expect(auditor.getByRole('status')).toHaveText('The comment is taken back.');
  await expect(auditor.getByText(/Taken back .*: The exception explains it/)).toBeVisible();
});
