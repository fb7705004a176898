import { expect, test } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { expectWellFormedInEveryLook } from './accessibility.ts';
import { startDemo } from './demo-server.ts';
import type { DemoServer } from './demo-server.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

let demo: DemoServer;
let analyst: Page;
let chief: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  demo = await startDemo({ assets: 4, years: 1 });
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

test('an ASV scan of last year is recorded with its report, and is overdue everywhere at once', async () => {
  await analyst.goto('/registers');
  await expect(analyst.getByRole('heading', { name: /reviews are overdue/ })).toBeVisible();
  await expectWellFormedInEveryLook(analyst);
  await analyst.getByRole('link', { name: 'ASV scans' }).click();
  await analyst.getByRole('link', { name: 'Record one…' }).click();
  await analyst.getByRole('button', { name: 'Record it' }).click();
  await expect(analyst.getByText('Attach the report and the attestation of scan compliance.')).toBeVisible();
  await expectWellFormedInEveryLook(analyst);
  await analyst.getByLabel('Title').fill('Third quarter');
  await analyst.getByLabel('Scanning vendor').fill('Scan House');
  await analyst.getByLabel('Completed on').fill('2025-09-15');
  await analyst.getByLabel('Result').selectOption('pass');
  await analyst.getByLabel('Addresses and names scanned').fill('shop.example.org');
  // A series of its own: the demo has a newer one for all units.
  await analyst.getByLabel('Business unit').selectOption({ label: 'Claims' });
  const report = { name: 'report.txt', mimeType: 'text/html', buffer: Buffer.from('All components pass.') };
  await analyst.getByLabel('Attach files').setInputFiles(report);
  await analyst.getByRole('button', { name: 'Record it' }).click();
  await expect(analyst.getByRole('status')).toHaveText('The entry is recorded.');
  await expect(analyst.getByText(/d overdue/)).toBeVisible();
  const file = await analyst.request.get(
    (await analyst.getByRole('link', { name: 'report.txt' }).first().getAttribute('href')) ?? '',
  );
  expect(file.headers()).toMatchObject({
    'content-type': 'text/plain',
    'content-disposition': "attachment; filename*=UTF-8''report.txt",
  });
  await analyst.goto('/');
  await expect(analyst.getByRole('heading', { name: 'Which reviews of registers are due?' })).toBeVisible();
  await analyst.getByRole('link', { name: /^\d+ reviews$/ }).click();
  await expect(analyst.getByRole('link', { name: 'Third quarter' })).toBeVisible();
  await expectWellFormedInEveryLook(analyst);
  expect(await (await analyst.request.get('/register-entries.csv')).text()).toContain(
    'asv-scans,Third quarter',
  );
});

test('the register of technologies says which releases in use lose their fixes, also when none does', async () => {
  await analyst.goto('/registers/end-of-support');
  await expect(analyst.getByRole('heading', { name: /lose their fixes within a year/ })).toBeVisible();
  await expect(analyst.getByText('None of the releases that the feed knows.')).toBeVisible();
  await expectWellFormedInEveryLook(analyst);
});

test('a risk analysis waits for another person, who approves what they read', async () => {
  await analyst.goto('/registers/risk-analyses/new');
  await analyst.getByLabel('Title').fill('Limit of medium findings');
  for (const label of [
    'Requirement',
    'Assets protected',
    'Threats',
    'Factors of likelihood and impact',
    'Result of the analysis',
    'Frequency or limit',
    'Why this frequency is enough',
  ])
    await analyst.getByLabel(label).fill('Medium findings on card systems: 90 days.');
  await analyst.getByRole('button', { name: 'Record it' }).click();
  await expect(analyst.getByText(/Waits for .*Carla Reyes/)).toBeVisible();
  await expect(analyst.getByRole('button', { name: 'Approve it' })).toHaveCount(0);
  const path = new URL(analyst.url()).pathname;
  await chief.goto(path);
  await expectWellFormedInEveryLook(chief);
  await chief.getByLabel('Reason', { exact: true }).fill('The analysis holds.');
  await chief.getByRole('button', { name: 'Approve it' }).click();
  await expect(chief.getByRole('status')).toHaveText('Your approval is recorded.');
  await analyst.goto(path);
  await expect(analyst.getByText(/Approved by Carla Reyes/)).toBeVisible();
  await analyst.goto('/registers');
  await expectWellFormedInEveryLook(analyst);
});

test('an approver attaches a condition; a wrong one is told beside its field', async () => {
  const headers = { authorization: `Bearer ${demo.token}` };
  const open = await analyst.request.get(`${demo.url}/api/v1/findings?verdict=fail&rank=high&sort=-due`, {
    headers,
  });
  const { rows } = (await open.json()) as { rows: { id: string }[] };
  await analyst.goto(`/exceptions/new?finding=${rows[0]?.id ?? ''}`);
  await analyst.getByLabel('Title').fill('Keep the old version');
  await analyst.getByLabel('Last day').fill((await analyst.getByLabel('Last day').getAttribute('max')) ?? '');
  await analyst.getByLabel('Reason', { exact: true }).fill('The vendor certifies nothing newer yet.');
  await analyst.getByLabel('Risk in plain words').fill('Somebody inside the network could run code.');
  await analyst.getByRole('button', { name: 'Ask for this exception' }).click();
  await expect(analyst.getByRole('status')).toBeVisible();
  await chief.goto(new URL(analyst.url()).pathname);
  await chief.getByText('Attach conditions').click();
  await chief.getByLabel('Reason', { exact: true }).fill('The segment holds on this host.');
  await chief.getByLabel('Condition 1', { exact: true }).fill('Every connection to it is logged.');
  await chief.getByRole('button', { name: /Approve to/ }).click();
  await expect(chief.getByText('Say by which day it has to be met.')).toBeVisible();
  await chief.getByLabel('Condition 1 met by').fill(new Date().toISOString().slice(0, 10));
  await chief.getByRole('button', { name: /Approve to/ }).click();
  await expect(chief.getByRole('heading', { name: 'Conditions' })).toBeVisible();
  await expectWellFormedInEveryLook(chief);
  await chief.getByLabel('What shows that it is met').fill('TICKET-7, with the log lines.');
  await chief.getByRole('button', { name: 'Confirm it' }).click();
  await expect(chief.getByText(/Confirmed by Carla Reyes/)).toBeVisible();
});

test('the people of a unit are named, and each acknowledges their own part', async () => {
  await chief.goto('/stakeholders?kind=unit');
  await expectWellFormedInEveryLook(chief);
  await chief.locator('tbody a').first().click();
  await chief.getByRole('link', { name: 'Name people…' }).click();
  await expectWellFormedInEveryLook(chief);
  await chief.getByLabel('Linux').selectOption({ label: 'Carla Reyes' });
  const deploy = chief.getByRole('group', { name: 'Deploy' });
  await deploy.getByLabel('Answers for it').selectOption({ label: 'Carla Reyes' });
  await chief.getByRole('button', { name: 'Save these people' }).click();
  await expect(chief.getByText('Say who does: deploy.')).toBeVisible();
  const doers = deploy.getByRole('group', { name: 'Does it' });
  await doers.locator('summary').focus();
  await chief.keyboard.press('Enter');
  await doers.getByRole('checkbox', { name: 'Carla Reyes' }).focus();
  await chief.keyboard.press('Space');
  await expectWellFormedInEveryLook(chief);
  const noah = doers.locator('label').filter({ hasText: 'Noah Berg' });
  await noah.click();
  await noah.click();
  await expect(doers.locator('summary')).toContainText('Carla Reyes');
  await expect(doers.getByRole('checkbox', { checked: true })).toHaveCount(1);
  await chief.getByLabel('Escalation step 1', { exact: true }).selectOption({ label: 'Carla Reyes' });
  await chief.getByLabel('Hours before escalation step 1').fill('4');
  await chief.getByRole('button', { name: 'Save these people' }).click();
  await expect(chief.getByText('0 of 1')).toBeVisible();
  await chief.getByRole('button', { name: 'I know my part' }).click();
  await expect(chief.getByText('1 of 1')).toBeVisible();
  await expectWellFormedInEveryLook(chief);
  await chief.goto('/units');
  await expect(chief.getByRole('heading', { name: 'Who decides where?' })).toBeVisible();
  await expectWellFormedInEveryLook(chief);
});
