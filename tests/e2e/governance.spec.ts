import { expect, test } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { expectWellFormed, expectWellFormedInEveryLook } from './accessibility.ts';
import { startDemo } from './demo-server.ts';
import type { DemoServer } from './demo-server.ts';
import { deadlinesOf, readDocument, sampleFindings } from './deadlines.ts';
import type { Deadlines, FindingRow } from './deadlines.ts';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

let demo: DemoServer;
let analyst: Page;
let chief: Page;
let operations: Page;
/** Address of the draft. */
let draft: string;
/** Deadlines before the new version. */
let before: Deadlines;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  demo = await startDemo({ assets: 8, years: 1 });
  analyst = await signedIn(browser, 'analyst@demo.example');
  chief = await signedIn(browser, 'ciso@demo.example');
  operations = await signedIn(browser, 'operations@demo.example');
});

test.afterAll(async () => {
  await analyst.context().close();
  await chief.context().close();
  await operations.context().close();
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
  await analyst.getByLabel('Grace for what is open').fill('7 d');
  await analyst.getByRole('button', { name: 'Keep draft' }).click();
  await analyst.waitForURL(/\/policy\/drafts\/[\w-]+$/);
  draft = new URL(analyst.url()).pathname;
  await expect(analyst.locator('ins', { hasText: '14' }).first()).toBeVisible();
  await expect(analyst.getByRole('heading', { name: 'What if it were in force today?' })).toBeVisible();
  await analyst.getByRole('button', { name: 'Send to review' }).click();
  await expect(analyst.getByText(/^In review by Noah Berg/)).toBeVisible();
  await expect(analyst.getByRole('button', { name: /^Sign for/ })).toHaveCount(0);
});

test('two persons sign, neither of them its author, and it is published', async () => {
  before = await deadlinesOf(demo, await sampleFindings(demo));
  await chief.goto(draft);
  await expect(chief.getByText('both: only service levels change')).toBeVisible();
  await chief.getByRole('button', { name: 'Sign for security' }).click();
  await expect(chief.getByText(/signed by Carla Reyes/)).toBeVisible();
  await expect(chief.getByText(/waits for Marta Lind/)).toBeVisible();
  await expect(chief.getByRole('button', { name: /^Sign/ })).toHaveCount(0);
  expect((await readDocument<{ versions: unknown[] }>(demo, 'policies')).versions).toHaveLength(2);
  await operations.goto(draft);
  await operations.getByRole('button', { name: 'Sign for operations' }).click();
  await operations.getByRole('link', { name: 'Open version 3' }).click();
  await expect(operations.getByRole('heading', { name: 'Version 3 is in force' })).toBeVisible();
  await expect(operations.getByText('Carla Reyes, Marta Lind')).toBeVisible();
});

test('what was due or closed keeps its deadlines; what is open and not yet due got a second one', async () => {
  const after = await deadlinesOf(
    demo,
    [...before.values()].map(({ row }) => row),
  );
  const { policy } = await readDocument<{ policy: { effectiveFromAt: number } }>(demo, 'policy?id=3');
  const seen = { done: 0, second: 0, kept: 0 };
  for (const [id, { row, own }] of before) {
    const now = after.get(id)?.own ?? [];
    const [last] = own.slice(-1);
    if (!last || row.state !== 'open' || Date.parse(last.due) < policy.effectiveFromAt) {
      expect(now).toEqual(own);
      seen.done += 1;
      continue;
    }
    // The earlier of the old day and the later of start + 14 days and first day + 7 days (high alone changed).
    const limit = last.rank === 'high' ? 14 : Number(/\d+/.exec(last.limit)?.[0]);
    const wanted = [
      dayAfter(last.due, 0),
      [dayAfter(last.clockStart, limit), dayAfter(policy.effectiveFromAt, 7)].toSorted()[1] ?? '',
    ].toSorted()[0];
    expect(now.slice(0, own.length)).toEqual(own);
    expect(dayAfter(now.at(-1)?.due ?? '', 0)).toBe(wanted);
    const isEarlier = wanted !== dayAfter(last.due, 0);
    expect(now).toHaveLength(own.length + (isEarlier ? 1 : 0));
    if (isEarlier) expect(now.at(-1)?.policyVersion).toBe(3);
    seen[isEarlier ? 'second' : 'kept'] += 1;
  }
  expect(seen.done).toBeGreaterThan(0);
  expect(seen.second).toBeGreaterThan(0);
});

test('what starts after it takes the new limit', async () => {
  await analyst.goto('/imports');
  await analyst.getByLabel('Files, dropped here or chosen').setInputFiles({
    name: 'new-host.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(newHost(Date.now() - 1000))),
  });
  await analyst.getByRole('button', { name: 'Check' }).click();
  await analyst.getByRole('button', { name: 'Import 1 file' }).click();
  await expect(analyst.getByRole('heading', { name: '1 file imported' })).toBeVisible();
  const { rows } = await readDocument<{ rows: FindingRow[] }>(demo, 'findings?q=new-host');
  expect(rows).toHaveLength(1);
  const [found] = [...(await deadlinesOf(demo, rows)).values()];
  expect(found?.own).toMatchObject([{ policyVersion: 3, limit: 'P14D' }]);
  expect(dayAfter(found?.own[0]?.due ?? '', 0)).toBe(dayAfter(found?.own[0]?.clockStart ?? '', 14));
});

/** The calendar day of an instant in the demo's zone, some days on. */
function dayAfter(instant: string | number, days: number): string {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date(instant));
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** A host one security update behind, as an inventory tells it. */
function newHost(at: number) {
  const iso = (ms: number) => new Date(ms).toISOString();
  const source = {
    name: 'BaseOS security',
    security: true,
    fetchedAt: iso(at - 3_600_000),
    publishedAt: null,
  };
  return {
    schema: 'patchproof.inventory',
    version: 1,
    tool: 'test 1',
    collectedAt: iso(at),
    host: {
      name: 'new-host',
      machineId: 'c0ffee00c0ffee00c0ffee00c0ffee00',
      cloudId: null,
      addresses: ['10.9.9.9'],
      zone: 'Europe/Berlin',
    },
    os: { id: 'rhel', versionId: '9.6', name: 'Red Hat Enterprise Linux 9.6 (Plow)' },
    versionScheme: 'rpm',
    kernel: {
      running: '5.14.0-570.12.1.el9_6.x86_64',
      package: { name: 'kernel-core', version: '5.14.0-570.12.1.el9_6' },
      installed: [{ name: 'kernel-core', version: '5.14.0-570.12.1.el9_6' }],
      bootedAt: iso(at - 86_400_000),
    },
    rebootRequired: false,
    sources: [source],
    packages: [
      { name: 'kernel-core', arch: 'x86_64', version: '5.14.0-570.12.1.el9_6', source: 'kernel' },
      { name: 'openssl-libs', arch: 'x86_64', version: '1:3.2.2-6.el9_5', source: 'openssl' },
    ],
    updates: [
      { name: 'openssl-libs', arch: 'x86_64', version: '1:3.2.2-6.el9_5.1', source: 'BaseOS security' },
    ],
  };
}

test('an administrator names an executive, who is asked where the words change', async ({ browser }) => {
  const admin = await signedIn(browser, 'admin@demo.example');
  await admin.goto('/policy/executives');
  await admin.getByLabel('Person', { exact: true }).selectOption({ label: 'Jonas Weber' });
  await admin.getByLabel('Function', { exact: true }).selectOption({ label: 'Finance' });
  await admin.getByRole('button', { name: 'Name as executive' }).click();
  await expect(admin.getByText(/named by Alex Admin/)).toBeVisible();
  await expectWellFormed(admin);
  await admin.context().close();
  await analyst.goto('/policy/drafts/new');
  await analyst.getByLabel('What changes and why').fill('The policy in words.');
  await analyst.getByLabel(/Take in the full policy text/).check();
  await analyst.getByRole('textbox', { name: 'Scan frequency' }).fill('all: guess every 7 d');
  await analyst.getByRole('button', { name: 'Keep draft' }).click();
  await expect(analyst.getByText(/scanFrequency\[0\]\.method/)).toBeVisible();
  await analyst.getByRole('textbox', { name: 'Scan frequency' }).fill('all: credentialed every 7 d');
  await analyst.getByRole('button', { name: 'Keep draft' }).click();
  await analyst.waitForURL(/\/policy\/drafts\/(?!new)[\w-]+$/);
  await expect(analyst.getByText('all three: words or scope change')).toBeVisible();
  await expect(analyst.getByText(/waits for Jonas Weber/)).toBeVisible();
  await expect(analyst.getByRole('rowheader', { name: 'Scan frequency' })).toBeVisible();
});

test('a reader says what to improve, and the review takes it up', async () => {
  await analyst.goto('/policy/versions/3');
  await analyst.getByLabel('What could be better').fill('Two weeks are short for the branches.');
  await analyst.getByRole('button', { name: 'Say it' }).click();
  await expect(analyst.getByText('1 remark', { exact: true })).toBeVisible();
  await chief.goto('/policy');
  await expect(chief.getByText('1 remark to look at.')).toBeVisible();
  await chief.getByRole('link', { name: 'Reviews of version 3' }).click();
  await chief.getByRole('button', { name: 'Record the review' }).click();
  await expect(chief.getByText(/Say what was learned/)).toBeVisible();
  await chief.getByLabel('Feedback and lessons learned').fill('Branches get three weeks.');
  await chief.getByRole('group', { name: 'Who was there' }).getByLabel('Marta Lind').check();
  await chief.getByLabel('It is to be changed').check();
  await chief.getByRole('button', { name: 'Record the review' }).click();
  await expect(chief.getByText('Branches get three weeks.')).toBeVisible();
  await expectWellFormed(chief);
});

test('assets that are not scanned as often as the policy says are counted and listed', async () => {
  await chief.goto('/coverage');
  const { scanRules } = await readDocument<{ scanRules: { id: string; late: number | null }[] }>(
    demo,
    'coverage',
  );
  const rule = scanRules.find(({ id }) => id === 'all');
  const { total } = await readDocument<{ total: number }>(demo, 'assets?late=all');
  expect(total).toBe(rule?.late);
  await expect(chief.getByRole('row', { name: /^With login All assets/ })).toContainText(`${rule?.late}`);
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

test('policy and log are well formed, wide and narrow, light and dark', async () => {
  const paths = [
    '/policy',
    '/policy/drafts/new',
    draft,
    '/policy/versions/3',
    '/policy/executives',
    '/policy/compare?from=1&to=2',
    '/log',
    '/log/20',
  ];
  for (const path of paths) {
    await chief.goto(path);
    await test.step(path, () => expectWellFormedInEveryLook(chief));
  }
});
