import { expect, test } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { expectWellFormedInEveryLook } from './accessibility.ts';
import { startDemo } from './demo-server.ts';
import type { DemoServer } from './demo-server.ts';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

const PASSWORD = 'amber falcon reads nine maps';

let demo: DemoServer;
let admin: Page;
let bo: Page;
/** Address of the group. */
let group: string;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  demo = await startDemo({ assets: 8, years: 1 });
  admin = await newPage(browser);
  bo = await newPage(browser);
  await signIn(admin, 'admin@demo.example', demo.password);
});

test.afterAll(async () => {
  await admin.context().close();
  await bo.context().close();
  await demo.stop();
});

async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: demo.url, viewport: { width: 1440, height: 900 } });
  return context.newPage();
}

async function signIn(page: Page, address: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(address);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${demo.url}/`);
}

/** What changes people asks for a password given lately. */
async function confirmAdmin(browser: Browser): Promise<void> {
  await admin.context().close();
  admin = await newPage(browser);
  await signIn(admin, 'admin@demo.example', demo.password);
}

/** The day in the zone of the demo's policy. */
const localDay = (): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date());

async function csvOf(page: Page): Promise<string> {
  const path = (await page.getByRole('link', { name: 'Download CSV' }).getAttribute('href')) ?? '';
  return (await page.request.get(path)).text();
}

test('a person is invited, and finds nothing to hand over yet', async () => {
  await admin.goto('/settings/people');
  const invite = admin.locator('form[action="?/invite"]');
  await invite.getByLabel('Name').fill('Bo Lindqvist');
  await invite.getByLabel('E-mail address').fill('bo@example.org');
  await invite.getByLabel('Role').selectOption('operator');
  await invite.getByRole('button', { name: 'Invite' }).click();
  const shown = (await admin.getByText('/reset/').first().textContent()) ?? '';
  await bo.goto(/http:\S+\/reset\/[\w-]+/.exec(shown)?.[0] ?? '');
  await bo.getByLabel('Password').fill(PASSWORD);
  await bo.getByRole('button', { name: 'Set password' }).click();
  await bo.waitForURL('**/sign-in?set');
  await signIn(bo, 'bo@example.org', PASSWORD);
  await bo.goto('/settings/away');
  await expect(bo.getByText('You approve nothing')).toBeVisible();
  await expect(bo.getByText('No delegation yet.')).toBeVisible();
});

test('people are filtered, sorted and downloaded by the address alone', async () => {
  await admin.goto('/settings/people?q=LINDQ&role=operator&sort=-name');
  await expect(admin.locator('tbody tr')).toHaveCount(1);
  expect(await csvOf(admin)).toContain('Bo Lindqvist,bo@example.org,open,operator:*,');
  await admin.goto('/settings/people?state=locked');
  await expect(admin.getByText('Nobody matches these filters.')).toBeVisible();
  await admin.getByRole('link', { name: 'Show all' }).click();
  await admin.getByRole('columnheader', { name: 'Person' }).getByRole('link').click();
  await expect(admin).toHaveURL(/sort=-name/);
  await expect(admin.locator('tbody tr').first()).toContainText('Noah Berg');
  await expectWellFormedInEveryLook(admin);
});

test('a group gives its role to who is put into it, whose session ends', async () => {
  await admin.goto('/settings/people/groups');
  await expect(admin.getByText('No group yet.')).toBeVisible();
  await expectWellFormedInEveryLook(admin);
  await admin.getByLabel('Name').fill('Deputies');
  await admin.getByLabel('Purpose').fill('Approve while managers are away');
  await admin.getByRole('button', { name: 'Add group' }).click();
  await admin.waitForURL(/\/groups\/[\w-]+\?done=created$/);
  group = new URL(admin.url()).pathname;
  const give = admin.locator('form[action="?/give"]');
  await give.getByLabel('Role').selectOption('manager');
  await give.getByRole('button', { name: 'Give this role' }).click();
  await expect(admin.getByRole('status')).toHaveText(/^The group has the role/);
  await admin.getByLabel('Person', { exact: true }).selectOption({ label: 'Bo Lindqvist, bo@example.org' });
  await admin.getByRole('button', { name: 'Add to the group' }).click();
  await expect(admin.getByRole('link', { name: 'Bo Lindqvist', exact: true })).toBeVisible();
  await expectWellFormedInEveryLook(admin);
  await bo.goto('/findings');
  await bo.waitForURL('**/sign-in?**');
  await admin.getByRole('link', { name: 'Bo Lindqvist', exact: true }).click();
  await expect(admin.getByText('for all business units, through Deputies')).toBeVisible();
  await expectWellFormedInEveryLook(admin);
  await admin.goto('/settings/people/groups?role=manager');
  await expect(admin.locator('tbody tr')).toHaveCount(1);
  expect(await csvOf(admin)).toContain('Deputies,Approve while managers are away,manager:*,Bo Lindqvist');
  await expectWellFormedInEveryLook(admin);
});

test('the person names a delegate by that role, who sees it, and ends it', async () => {
  await signIn(bo, 'bo@example.org', PASSWORD);
  await bo.goto('/settings/away');
  await bo.getByLabel('Delegate', { exact: true }).selectOption({ label: 'Noah Berg' });
  const today = localDay();
  await bo.getByLabel('First day').fill(today);
  await bo.getByLabel('Last day').fill(today);
  await bo.getByRole('button', { name: 'Name delegate' }).click();
  await expect(bo.getByRole('heading', { name: 'Noah Berg approves for you' })).toBeVisible();
  await expectWellFormedInEveryLook(bo);
  await bo.goto('/settings/away?side=held');
  await expect(bo.getByText('No delegation matches these filters.')).toBeVisible();
  await bo.goto('/settings/away?state=under-way&sort=until');
  expect(await csvOf(bo)).toContain('Bo Lindqvist,Noah Berg');
  await bo.getByRole('button', { name: 'End it: Noah Berg for Bo Lindqvist' }).click();
  await expect(bo.getByRole('heading', { name: 'Nobody approves for you' })).toBeVisible();
  await expect(bo.getByRole('cell', { name: 'Over' })).toBeVisible();
});

test('taken out of the group the person has no session, and the role is gone', async ({ browser }) => {
  await confirmAdmin(browser);
  await admin.goto(group);
  await admin.getByRole('link', { name: 'Take out Bo Lindqvist' }).click();
  await expectWellFormedInEveryLook(admin);
  await admin.getByRole('button', { name: 'Take out' }).click();
  await expect(admin.getByText('Nobody yet.')).toBeVisible();
  await bo.goto('/findings');
  await bo.waitForURL('**/sign-in?**');
  await signIn(bo, 'bo@example.org', PASSWORD);
  await bo.goto('/settings/away');
  await expect(bo.getByText('You approve nothing')).toBeVisible();
  await admin.getByRole('link', { name: 'Remove group…' }).click();
  await admin.getByRole('button', { name: 'Remove group' }).click();
  await expect(admin.getByRole('status')).toHaveText(/^The group is removed/);
});

test('an audit is ended and created, and the auditor sees as far as that', async ({ browser }) => {
  await confirmAdmin(browser);
  const aiko = await newPage(browser);
  await signIn(aiko, 'auditor@demo.example', demo.password);
  await admin.goto('/settings/engagements?state=under-way');
  await admin.getByRole('link', { name: /^End / }).click();
  await admin.getByRole('button', { name: 'End it' }).click();
  await expect(admin.getByRole('heading', { name: 'No audit is under way' })).toBeVisible();
  expect((await aiko.request.get('/findings.csv')).status()).toBe(403);
  await admin.getByLabel('Name', { exact: true }).fill('HIPAA 2027');
  await admin.getByRole('checkbox', { name: 'Aiko Mori' }).check();
  await admin.getByRole('checkbox', { name: 'Claims' }).check();
  const today = localDay();
  await admin.getByLabel('First day').fill(today);
  await admin.getByLabel('Last day').fill(today);
  await admin.getByRole('button', { name: 'Create engagement' }).click();
  await expect(admin.getByRole('heading', { name: 'One audit is under way' })).toBeVisible();
  await expectWellFormedInEveryLook(admin);
  expect((await aiko.request.get('/findings.csv')).status()).toBe(200);
  await admin.goto('/settings/engagements?q=hipaa&sort=name');
  await expect(admin.locator('tbody tr')).toHaveCount(1);
  expect(await csvOf(admin)).toContain('HIPAA 2027,Aiko Mori,claims,');
  await admin.goto('/settings/engagements?state=planned');
  await expect(admin.getByText('No engagement matches these filters.')).toBeVisible();
  await aiko.context().close();
});
