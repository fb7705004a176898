import { expect, test } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { expectWellFormed, expectWellFormedInEveryLook } from './accessibility.ts';
import { startDemo } from './demo-server.ts';
import type { DemoServer } from './demo-server.ts';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

let demo: DemoServer;
let analyst: Page;
let chief: Page;
let finding: string;
/** Path of the exception. */
let exception: string;
let control: string;

const because = 'The vendor certifies nothing newer yet.';
const fields = [
  '1. Constraints',
  '2. Definition of controls',
  '3. Objective',
  '4. Identified risk',
  '5. Validation',
  '6. Maintenance',
];

let chrome: Browser;

test.beforeAll(async ({ browser }) => {
  chrome = browser;
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

/** A document of the API as the administrator reads it. */
async function read<T>(path: string): Promise<T> {
  const headers = { authorization: `Bearer ${demo.token}` };
  return (await (await analyst.request.get(`${demo.url}/api/v1/${path}`, { headers })).json()) as T;
}

const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const covering = async () => {
  const { finding: row } = await read<{ finding: { exception: { id: string } | null } }>(
    `finding?id=${finding}`,
  );
  return row.exception?.id ?? null;
};

test('a control is described by its owner, validated by nobody yet', async () => {
  await analyst.goto('/controls/new');
  await expectWellFormed(analyst);
  await analyst.getByLabel('Name').fill('Segment firewall');
  await analyst.getByLabel('What it does').fill('Admits one network alone.');
  await analyst.getByRole('button', { name: 'Save this control' }).click();
  await expect(analyst.getByRole('heading', { name: 'Segment firewall: never validated' })).toBeVisible();
  control = new URL(analyst.url()).pathname;
  await expectWellFormed(analyst);
});

test('what is typed, ticked and chosen before the script of a page has come is kept', async () => {
  const { promise: asked, resolve: come } = Promise.withResolvers<void>();
  await analyst.route('**/_app/immutable/**/*.js', async (route) => {
    await asked;
    await route.continue();
  });
  await analyst.goto('/exceptions/new', { waitUntil: 'commit' });
  const fields = [
    analyst.getByLabel('Title'),
    analyst.getByLabel('Reason', { exact: true }),
    analyst.getByLabel('Last day'),
  ] as const;
  const typed = ['Early', 'Written before the script', dayFromNow(9)] as const;
  for (const [at, field] of fields.entries()) await field.fill(typed[at] ?? '');
  const aims = analyst.getByRole('radio');
  await aims.nth(1).check();
  await aims.nth(0).check();
  await aims.nth(1).check();
  await analyst.getByLabel(/Segment firewall/).check();
  come();
  await analyst.waitForFunction(() => window.typedEarly === undefined);
  for (const [at, field] of fields.entries()) await expect(field).toHaveValue(typed[at] ?? '');
  await expect(aims.nth(1)).toBeChecked();
  await expect(analyst.getByLabel(/Segment firewall/)).toBeChecked();
  await analyst.unroute('**/_app/immutable/**/*.js');
});

test('an analyst asks: what is missing stands beside its field, then it waits', async () => {
  const { rows } = await read<{ rows: { id: string }[] }>('findings?verdict=fail&rank=high&sort=-due');
  finding = rows[0]?.id ?? '';
  await analyst.goto(`/findings/${finding}`);
  await analyst.getByRole('link', { name: 'Ask for an exception…' }).click();
  await expect(analyst.getByText('1 open finding now')).toBeVisible();
  await expectWellFormed(analyst);
  await analyst.getByRole('button', { name: 'Ask for this exception' }).click();
  await expect(analyst.getByText('Not complete yet: title, reason, risk, until.')).toBeVisible();
  await analyst.getByLabel('Title').fill('Keep the old version');
  const last = (await analyst.getByLabel('Last day').getAttribute('max')) ?? '';
  await analyst.getByLabel('Last day').fill(last);
  await analyst.getByLabel('Reason', { exact: true }).fill(because);
  await analyst.getByLabel('Risk in plain words').fill('Somebody inside the network could run code.');
  for (const label of fields) await analyst.getByLabel(label).fill('The firewall admits one network.');
  await analyst.getByLabel(/Segment firewall/).check();
  await analyst.getByLabel('Attach files').setInputFiles({
    name: 'letter.txt',
    mimeType: 'text/html',
    buffer: Buffer.from('A letter of the vendor.'),
  });
  await analyst.getByRole('button', { name: 'Ask for this exception' }).click();
  await expect(analyst.getByRole('status')).toHaveText('It waits for a decision now.');
  exception = new URL(analyst.url()).pathname;
  expect(await covering()).toBeNull();
});

test('its author cannot decide and is told who can', async () => {
  await expect(analyst.getByText(/You asked for this exception.*Carla Reyes/)).toBeVisible();
  await expect(analyst.getByRole('button', { name: /Approve/ })).toHaveCount(0);
  const hash = (await read<{ hash: string }>(`exception?id=${exception.split('/').at(-1) ?? ''}`)).hash;
  const form = { answer: 'approved', hash, until: '2026-12-31', reason: because };
  const forced = await analyst.request.post(exception, { form, headers: { origin: demo.url } });
  expect(await forced.text()).toContain('403');
  expect(await covering()).toBeNull();
});

test('another person approves what they see, and the queue leaves it out with its count', async () => {
  await chief.goto('/exceptions?status=mine');
  await expectWellFormed(chief);
  await chief.getByRole('link', { name: 'Keep the old version' }).click();
  await expect(chief.getByText('6 of 6 fields filled')).toBeVisible();
  await expectWellFormedInEveryLook(chief);
  const file = await chief.request.get(
    (await chief.getByRole('link', { name: 'letter.txt' }).getAttribute('href')) ?? '',
  );
  expect(file.headers()).toMatchObject({
    'content-type': 'text/plain',
    'content-disposition': "attachment; filename*=UTF-8''letter.txt",
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
  });
  await chief.getByLabel('Reason', { exact: true }).fill('The segment holds on this host.');
  await chief.getByRole('button', { name: /Approve to/ }).click();
  await expect(chief.getByRole('status')).toHaveText('Your approval is recorded.');
  expect(`/exceptions/${await covering()}`).toBe(exception);
  await chief.goto('/patches');
  await expect(chief.getByText('1 finding covered by exceptions left out here')).toBeVisible();
});

test('a control that fails ends it at once, and the finding is back with its age and due', async () => {
  const before = await read<{ finding: { due: string; firstDetected: string } }>(`finding?id=${finding}`);
  await chief.goto(control);
  await chief.getByLabel('What was found').fill('The rule admits everybody.');
  await chief.getByLabel('Evidence').fill('TICKET-9');
  await chief.getByRole('button', { name: 'It failed' }).click();
  await expect(chief.getByRole('heading', { name: /failed its validation/ })).toBeVisible();
  await chief.goto(exception);
  await expect(chief.getByText('Suspended.', { exact: true })).toBeVisible();
  await expect(chief.getByText(/What it covered is back/)).toBeVisible();
  const after = await read<{ finding: { due: string; firstDetected: string; exception: null } }>(
    `finding?id=${finding}`,
  );
  const { due, firstDetected } = before.finding;
  expect(after.finding).toMatchObject({ due, firstDetected, exception: null, state: 'open' });
  expect(await (await chief.request.get('/exceptions.csv')).text()).toContain('suspended');
});

test('one that nobody ends expires by itself, and what it covered is back with its age and due', async () => {
  const { rows } = await read<{ rows: { id: string }[] }>('findings?verdict=fail&rank=high&sort=-due');
  finding = rows.find(({ id }) => id !== finding)?.id ?? '';
  const before = await read<{ finding: { due: string; firstDetected: string } }>(`finding?id=${finding}`);
  await analyst.goto(`/findings/${finding}`);
  await analyst.getByRole('link', { name: 'Ask for an exception…' }).click();
  await analyst.getByLabel('Title').fill('Until the next release');
  await analyst.getByLabel('Last day').fill(dayFromNow(20));
  await analyst.getByLabel('Reason', { exact: true }).fill(because);
  await analyst.getByLabel('Risk in plain words').fill('Somebody inside the network could run code.');
  await analyst.getByRole('button', { name: 'Ask for this exception' }).click();
  await expect(analyst.getByRole('status')).toHaveText('It waits for a decision now.');
  exception = new URL(analyst.url()).pathname;
  await chief.goto(exception);
  await chief.getByLabel('Reason', { exact: true }).fill('The next release has it.');
  await chief.getByRole('button', { name: /Approve to/ }).click();
  await expect(chief.getByRole('status')).toHaveText('Your approval is recorded.');
  expect(`/exceptions/${await covering()}`).toBe(exception);

  const { PATCHPROOF_DATA: data = '' } = demo.env;
  await demo.restart(['demo', '--dir', data, '--assets', '8', '--years', '1', '--ahead', '40']);
  await chief.context().close();
  chief = await signedIn(chrome, 'ciso@demo.example');
  await chief.goto(exception);
  await expect(chief.getByText('Expired.', { exact: true })).toBeVisible();
  await expect(chief.getByText(/What it covered is back/)).toBeVisible();
  const { due, firstDetected } = before.finding;
  const after = await read<{ finding: object }>(`finding?id=${finding}`);
  expect(after.finding).toMatchObject({ due, firstDetected, exception: null, state: 'open' });
  await chief.goto(`/findings/${finding}`);
  await expectWellFormed(chief);
});
