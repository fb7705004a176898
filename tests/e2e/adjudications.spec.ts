import { expect, test } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { expectWellFormed, expectWellFormedInEveryLook } from './accessibility.ts';
import { startDemo } from './demo-server.ts';
import type { DemoServer } from './demo-server.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

let demo: DemoServer;
let analyst: Page;
let chief: Page;
/** The finding that is taken out and comes back. */
let finding: { id: string; asset: string; product: string };

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

const headers = () => ({ authorization: `Bearer ${demo.token}` });

async function read<T>(path: string): Promise<T> {
  return (await (
    await analyst.request.get(`${demo.url}/api/v1/${path}`, { headers: headers() })
  ).json()) as T;
}

async function counts() {
  const { open, adjudicated } = await read<{ open: number; adjudicated: number }>('posture');
  return { open, adjudicated };
}

/** What a Nessus scan of one host claims of a package that our own scan finds current. */
function claimOf(host: string, product: string): Buffer {
  const tags = `<tag name="host-fqdn">${host}</tag><tag name="Credentialed_Scan">true</tag>`;
  const times = [0, 60].map((later) => Math.floor(Date.now() / 1000) - 600 + later);
  const span = `<tag name="HOST_START_TIMESTAMP">${times[0]}</tag><tag name="HOST_END_TIMESTAMP">${times[1]}</tag>`;
  const said = `<plugin_output>Remote package installed : ${product}_1.0-1\nShould be : ${product}_99.0-1</plugin_output>`;
  const item = `<ReportItem port="0" svc_name="general" protocol="tcp" severity="3" pluginID="1002" pluginName="Debian DSA-5002-1 : ${product} - security update" pluginFamily="Debian"><cve>CVE-2026-5002</cve><xref>DSA:5002</xref><solution>Upgrade.</solution>${said}</ReportItem><ReportItem port="0" svc_name="general" protocol="tcp" severity="0" pluginID="19506" pluginName="Nessus Scan Information" pluginFamily="Settings"></ReportItem>`;
  return Buffer.from(
    `<?xml version="1.0" ?><NessusClientData_v2><Report name="r"><ReportHost name="${host}"><HostProperties>${tags}${span}</HostProperties>${item}</ReportHost></Report></NessusClientData_v2>`,
  );
}

test('an analyst proposes that a finding is none: it waits and still counts', async () => {
  const { rows } = await read<{ rows: (typeof finding)[] }>('findings?verdict=fail&sort=-due');
  const [last] = rows;
  if (!last) throw new Error('the demo has no open finding');
  finding = last;
  const before = await counts();
  await analyst.goto(`/findings/${finding.id}`);
  await analyst.getByRole('link', { name: 'Adjudicate', exact: true }).click();
  await analyst.waitForURL('**/adjudicate');
  await expectWellFormed(analyst);
  await expect(analyst.getByText(/It counts once one of .*Carla Reyes/)).toBeVisible();
  await analyst.getByRole('radio', { name: /False positive/ }).check();
  await analyst.getByLabel('Reason').fill('Backported by the vendor.');
  await analyst.getByLabel('Evidence').fill('TICKET-78');
  await analyst.getByRole('button', { name: 'Propose' }).click();
  await expect(analyst.getByRole('status')).toHaveText('1 finding waits for a second person.');
  expect(await counts()).toEqual(before);
});

test('another person approves, and it leaves the count of open findings', async () => {
  const before = await counts();
  await analyst.goto('/adjudications');
  await expect(analyst.getByRole('button', { name: 'Approve the ticked' })).toHaveCount(0);
  await chief.goto('/adjudications?status=waiting');
  await chief.getByRole('checkbox').first().check();
  await chief.getByRole('button', { name: 'Approve the ticked' }).click();
  await expect(chief.getByRole('status')).toContainText('1 adjudication approved');
  expect(await counts()).toMatchObject({ open: before.open - 1, adjudicated: 1 });
  await chief.goto('/findings?state=not_affected&adjudicated=yes');
  await expect(chief.getByRole('heading', { name: /1 finding does not count/ })).toBeVisible();
  await chief.locator(`a[href^="/findings/${finding.id}"]`).first().click();
  await expect(chief.getByText(/Approved by Carla Reyes/)).toBeVisible();
  await expectWellFormed(chief);
});

test('one person reverses it, and it counts again', async () => {
  const before = await counts();
  await analyst.goto('/adjudications?status=in-force');
  await analyst.getByRole('checkbox').first().check();
  await analyst.getByLabel('Reason').fill('The backport lacks one patch.');
  await analyst.getByRole('button', { name: 'Reverse the ticked' }).click();
  await expect(analyst.getByRole('status')).toContainText('counts again');
  expect(await counts()).toMatchObject({ open: before.open + 1, adjudicated: 0 });
});

test('a claim of another tool is decided at the desk, and its finding opens', async () => {
  const { rows } = await read<{ rows: { id: string; name: string }[] }>('assets?class=debian&verdict=fail');
  const [asset = { id: '', name: '' }] = rows;
  const open = await read<{ rows: { product: string }[] }>(`findings?asset=${asset.name}&verdict=fail`);
  const missing = open.rows.map(({ product }) => product);
  const { packages } = await read<{ packages: { name: string; source: string }[] }>(`asset?id=${asset.id}`);
  const claimed = packages.find(({ name, source }) => name === source && !missing.includes(source));
  const product = claimed?.name ?? '';
  const data = claimOf(asset.name, product);
  const sent = await analyst.request.post(`${demo.url}/api/v1/imports?name=r.nessus`, {
    headers: { origin: demo.url, 'content-type': 'application/octet-stream' },
    data,
  });
  expect(sent.ok(), await sent.text()).toBe(true);
  await analyst.goto('/second-opinions?opinion=conflict&decision=open');
  await expect(
    analyst.getByRole('heading', { name: '1 claim of other tools contradicts our scans' }),
  ).toBeVisible();
  await analyst.getByRole('link', { name: product, exact: true }).click();
  await expect(analyst.getByRole('heading', { name: 'What does Nessus say?' })).toBeVisible();
  await analyst.getByRole('radio', { name: /The tool is right/ }).check();
  await analyst.getByLabel('Reason').fill('The running binary is older.');
  await analyst.getByLabel('Evidence').fill('TICKET-79');
  await analyst.getByRole('button', { name: 'Propose' }).click();
  await expect(analyst.getByRole('status')).toHaveText('1 claim waits for a second person.');
  await chief.goto('/adjudications?status=waiting');
  await chief.getByRole('checkbox').first().check();
  await chief.getByRole('button', { name: 'Approve the ticked' }).click();
  await expect(chief.getByRole('status')).toContainText('1 adjudication approved');
  const { total } = await read<{ total: number }>('findings?fix=DSA-5002-1&verdict=fail');
  expect(total).toBe(1);
});

test('the lists and the desk are well formed, wide and narrow, light and dark', async () => {
  await chief.goto('/adjudications');
  await expectWellFormedInEveryLook(chief);
  await chief.goto('/second-opinions');
  await expectWellFormedInEveryLook(chief);
  await chief.getByRole('table', { name: 'Second opinions' }).getByRole('link').first().click();
  await expect(chief.getByRole('heading', { name: 'What did our scan see?' })).toBeVisible();
  await expectWellFormedInEveryLook(chief);
});
