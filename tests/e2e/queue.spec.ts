import { expect, test } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import { expectWellFormedInEveryLook } from './accessibility.ts';
import { startDemo } from './demo-server.ts';
import type { DemoServer } from './demo-server.ts';
import { runProduct, runProductHere } from './server.ts';
import { signIn } from './sign-in.ts';

test.describe.configure({ mode: 'serial', timeout: 240_000 });

interface Patches {
  readonly total: number;
  readonly findings: number;
  readonly rows: readonly {
    readonly id: string;
    readonly place: number;
    readonly fix: string;
    readonly advisory: string | null;
    readonly findings: number;
    readonly risk: number;
    readonly effort: { readonly actions: number };
  }[];
}

interface Unfixed {
  readonly total: number;
  readonly states: readonly { readonly state: string; readonly flaws: number }[];
  readonly rows: readonly { readonly cve: string; readonly assets: number }[];
}

let demo: DemoServer;
let context: BrowserContext;
let page: Page;
let patches: Patches;
let unfixed: Unfixed;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  demo = await startDemo({ assets: 8, years: 1 });
  context = await browser.newContext({ baseURL: demo.url, viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  await signIn(page, demo);
  patches = await command<Patches>('patches');
  unfixed = await command<Unfixed>('unfixed');
});

test.afterAll(async () => {
  await context.close();
  await demo.stop();
});

/** What the command line prints. */
async function command<T>(...args: readonly string[]): Promise<T> {
  return JSON.parse(await runProductHere(demo.env, [...args, '--json'])) as T;
}

/** The figures of the page whose place in a document matches, by that place. */
async function figures(of: string): Promise<Record<string, number>> {
  const found = await page.$$eval('[data-figure]', (all) =>
    all.map((one) => [one.getAttribute('data-figure') ?? '', one.getAttribute('data-value') ?? '']),
  );
  const wanted = found.filter(([name = '']) => name.startsWith(`${of}:`));
  return Object.fromEntries(wanted.map(([name = '', value]) => [name.slice(of.length + 1), Number(value)]));
}

test('the queue stands in the order that the command line prints, with the same figures', async () => {
  await page.goto('/patches');
  const title = `${patches.total} fixes close ${patches.findings.toLocaleString('en-GB')} findings`;
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  const shown = await figures('patches');
  for (const [index, row] of patches.rows.slice(0, 50).entries()) {
    expect(shown).toMatchObject({
      [`rows.${index}.place`]: row.place,
      [`rows.${index}.risk`]: row.risk,
      [`rows.${index}.findings`]: row.findings,
      [`rows.${index}.effort.actions`]: row.effort.actions,
    });
  }
});

test('fixes are ticked and added up by keys, and one row opens in place', async () => {
  const [first, second] = patches.rows;
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.waitForURL(`**/patches?select=${first?.id ?? ''}`);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.waitForURL(`**${second?.id ?? ''}`);
  const bar = page.getByRole('status').filter({ hasText: '2 fixes selected' });
  const risk = (first?.risk ?? 0) + (second?.risk ?? 0);
  await expect(bar).toContainText(`risk ${risk.toLocaleString('en-GB')}`);
  await page.keyboard.press('e');
  await expect(page.getByText('Why place 2')).toBeVisible();
  const csv = await page.request.get(
    new URL((await bar.getByRole('link', { name: 'Download CSV' }).getAttribute('href')) ?? '', demo.url)
      .href,
  );
  expect((await csv.text()).trim().split('\r\n')).toHaveLength(3);
});

test('an advisory is the name of its fix, for the address and for the command', async () => {
  const named = patches.rows.find(({ advisory }) => advisory !== null);
  const advisory = named?.advisory ?? '';
  await page.goto(`/patches/${advisory}`);
  await expect(page.getByRole('main')).toContainText(advisory);
  const sharing = patches.rows.filter((row) => row.advisory === advisory);
  if (sharing.length === 1) expect(decodeURIComponent(page.url())).toContain(named?.fix ?? '');
  else expect(page.url()).toContain('advisory=');
  expect(await runProduct(demo.env, ['patches', advisory])).toContain(advisory);
});

test('flaws without a fix are listed with the same figures, and each opens its assets', async () => {
  await page.goto('/unfixed');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    `${unfixed.total} flaws have no fix to install`,
  );
  const announced = unfixed.states.find(({ state }) => state === 'announced')?.flaws ?? 0;
  expect(announced).toBeGreaterThan(0);
  await expect(page.getByRole('navigation', { name: 'States' })).toContainText(
    new RegExp(`Fix announced, not released ?${announced}`),
  );
  const shown = await figures('unfixed');
  for (const [index, row] of unfixed.rows.slice(0, 50).entries())
    expect(shown[`rows.${index}.assets`]).toBe(row.assets);
  const [flaw] = unfixed.rows;
  await page
    .getByRole('link', { name: flaw?.cve ?? '' })
    .first()
    .click();
  await page.waitForURL(`**/unfixed/${flaw?.cve ?? ''}**`);
  await expect(page.locator('main tbody').first().getByRole('row')).toHaveCount(flaw?.assets ?? 0);
});

test('the queue, an open row and the flaws without a fix are well formed, wide and narrow, light and dark', async () => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const id = patches.rows[0]?.id ?? '';
  const cve = unfixed.rows[0]?.cve ?? '';
  for (const path of ['/patches', `/patches?open=${id}&select=${id}`, '/unfixed', `/unfixed/${cve}`]) {
    await page.goto(path);
    await expect(page.getByText('Demo data').first()).toBeAttached();
    await test.step(path, () => expectWellFormedInEveryLook(page));
  }
});
