import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { OAuth2Server } from 'oauth2-mock-server';
import { expectWellFormed, expectWellFormedInEveryLook } from './accessibility.ts';
import { codeOf, enrolApp, giveCode, type Enrolled } from './second-factor.ts';
import { startServer, type TestServer } from './server.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

const email = 'ada@example.org';
const password = 'blue lantern seventeen oxen';
let server: TestServer;
let base: string;
let context: BrowserContext;
let page: Page;
let enrolled: Enrolled;

test.beforeAll(async ({ browser }) => {
  // Passkeys belong to a host name, not to an address.
  server = await startServer(async (env) => void (env['ORIGIN'] = `http://localhost:${env['PORT']}`));
  base = server.env['ORIGIN'] ?? '';
  context = await newContext(browser);
  page = await context.newPage();
});

test.afterAll(async () => {
  await context.close();
  await server.stop();
});

function newContext(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ baseURL: base, viewport: { width: 1440, height: 900 } });
}

async function typePassword(at: Page, user: string, secret: string): Promise<void> {
  await at.goto('/sign-in');
  await at.getByLabel('E-mail address').fill(user);
  await at.getByLabel('Password').fill(secret);
  await at.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** As if five minutes had passed since anything was confirmed. */
function letFreshnessPass(): void {
  const store = new Database(join(server.env['PATCHPROOF_DATA'] ?? '', 'store.db'));
  store.exec(
    'update session set password_at = 0, factor_at = case when factor_at is null then null else 0 end',
  );
  store.close();
}

async function everyLook(at: Page, path: string): Promise<void> {
  await at.goto(path);
  await expectWellFormedInEveryLook(at);
}

test('after set-up a second factor is asked for; it can wait a day, and is added with a code', async () => {
  await page.goto(server.setupLink ?? '');
  await page.getByLabel('Your name').fill('Ada Lovelace');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await page.waitForURL(`${base}/enrol`);
  await page.goto('/findings');
  await page.waitForURL(`${base}/enrol`);
  await page.getByRole('button', { name: 'I will do this later' }).click();
  await page.waitForURL(`${base}/`);
  // A secret cannot wait.
  await page.goto('/settings/tokens');
  await page.getByRole('textbox', { name: 'What is it for?' }).fill('reporting');
  await page.getByRole('button', { name: 'Make token' }).click();
  await page.waitForURL(`${base}/enrol`);
  await page.getByRole('button', { name: 'Use an authenticator app' }).click();
  await page.getByLabel('Type the six digits it shows').fill('000000');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText('That code is not right.')).toBeVisible();
  await everyLook(page, '/enrol');
  const secret = (await page.locator('[data-secret]').textContent()) ?? '';
  await page.getByLabel('Type the six digits it shows').fill(codeOf(secret));
  await page.getByRole('button', { name: 'Confirm' }).click();
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  await expectWellFormed(page);
  enrolled = { secret, recoveryCodes: await codes.allTextContents() };
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('patchproof-recovery-codes.txt');
});

test('a passkey is added, and signs in after the password and alone', async () => {
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto('/settings/account');
  await page.getByRole('link', { name: 'Add a factor' }).click();
  await page.getByLabel('Name of the passkey').fill('Laptop');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.waitForURL(`${base}/settings/account`);
  await expect(page.getByText('Laptop', { exact: true })).toBeVisible();

  await context.clearCookies();
  await typePassword(page, email, password);
  await page.waitForURL('**/sign-in/factor**');
  await everyLook(page, page.url());
  const inBetween = await page.request.get('/api/v1/posture');
  expect(inBetween.status()).toBe(401);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.waitForURL(`${base}/`);

  await context.clearCookies();
  await page.goto('/sign-in?next=/settings/sessions');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.waitForURL(`${base}/settings/sessions`);
  await expect(page.getByText('This one')).toBeVisible();
});

test('a secret needs a code of the last five minutes, and the page comes back', async () => {
  letFreshnessPass();
  // A download has no form: its address leads to the same page.
  await page.goto('/scans/x/envelope');
  await page.waitForURL('**/confirm?**envelope');
  await page.goto('/settings/tokens');
  await page.getByRole('textbox', { name: 'What is it for?' }).fill('reporting');
  await page.getByRole('button', { name: 'Make token' }).click();
  await page.waitForURL('**/confirm?**');
  await everyLook(page, page.url());
  await giveCode(page, enrolled, 'Confirm');
  await page.waitForURL(`${base}/settings/tokens`);
  await page.getByRole('textbox', { name: 'What is it for?' }).fill('reporting');
  await page.getByRole('button', { name: 'Make token' }).click();
  await expect(page.getByText('pp_user_').first()).toBeVisible();
});

test('an invited person chooses a password and adds a factor before anything else', async ({ browser }) => {
  await page.goto('/settings/people');
  await page.getByLabel('Name', { exact: true }).fill('Bo Lindqvist');
  await page.getByLabel('E-mail address').fill('bo@example.org');
  await page.locator('form[action="?/invite"]').getByLabel('Role').selectOption('manager');
  await page.getByRole('button', { name: 'Invite' }).click();
  const link =
    /http:\S+\/reset\/[\w-]+/.exec((await page.getByText('/reset/').first().textContent()) ?? '')?.[0] ?? '';
  const other = await newContext(browser);
  const bo = await other.newPage();
  await bo.goto(link);
  await bo.getByLabel('Password').fill('amber falcon reads nine maps');
  await bo.getByRole('button', { name: 'Set password' }).click();
  await bo.waitForURL('**/sign-in?set');
  await typePassword(bo, 'bo@example.org', 'amber falcon reads nine maps');
  await bo.waitForURL(`${base}/enrol`);
  await expect(bo.getByRole('button', { name: 'I will do this later' })).toHaveCount(0);
  expect((await bo.request.get('/api/v1/posture')).status()).toBe(403);
  await enrolApp(bo);
  await bo.waitForURL(`${base}/`);

  await page.goto('/settings/people');
  await page.getByRole('link', { name: 'Bo Lindqvist' }).click();
  await page.getByRole('link', { name: 'Reset factor, Bo Lindqvist' }).click();
  await page.getByRole('button', { name: 'Reset factor' }).click();
  await expect(page.getByRole('status')).toHaveText('The second factor is reset.');
  await bo.goto('/findings');
  await bo.waitForURL('**/sign-in?**');
  await other.close();
});

test('the pages of sign-in are well formed', async () => {
  await everyLook(page, '/settings/people');
  await page.goto('/settings/account');
  await page.getByLabel('Password you have').fill('not the password at all');
  await page.getByLabel('New password').fill('amber falcon reads nine maps');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('That is not your password.')).toBeVisible();
  for (const path of ['/settings/account', '/settings/sessions', '/settings/sign-in', '/settings/tokens']) {
    await everyLook(page, path);
  }
});

test('single sign-on is set, linked once, and then leads to the second factor', async () => {
  const provider = new OAuth2Server();
  await provider.issuer.keys.generate('RS256');
  await provider.start(0, '127.0.0.1');
  try {
    await page.goto('/settings/sign-in');
    await page.getByLabel('Issuer').fill(provider.issuer.url ?? '');
    await page.getByLabel('Client id').fill('patchproof');
    await page.getByLabel('Client secret').fill('a secret of the provider');
    await page.getByRole('button', { name: 'Turn single sign-on on' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('single sign-on is on');
    await page.goto('/settings/account');
    await page.getByRole('button', { name: 'Link my account' }).click();
    await expect(page.getByText('Your account is linked.')).toBeVisible();
    await context.clearCookies();
    await page.goto('/sign-in?next=/settings/sessions');
    await page.getByRole('button', { name: 'Sign in with single sign-on' }).click();
    await page.waitForURL('**/sign-in/factor**');
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.waitForURL(`${base}/settings/sessions`);
  } finally {
    await provider.stop();
  }
});

/** The path of every route there is, with something in place of its parameters. */
function routes(): string[] {
  const folder = join(import.meta.dirname, '../../src/routes');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const paths = files
    .filter((file) => /(^|\/)\+(page\.svelte|server\.ts)$/.test(file))
    .map((file) => `/${file.split('/').slice(0, -1).join('/')}`)
    .map((id) => id.replace(/\/\([^)]+\)/g, '').replace(/\[[^\]]+\]/g, 'x') || '/');
  return [...new Set(paths)];
}

test('every route answers with the headers, and takes no change from another site', async ({ request }) => {
  const cookies = await context.cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const changes: Record<string, string>[] = [
    { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
    { origin: 'https://evil.example', 'content-type': 'TEXT/PLAIN' },
    { origin: 'https://evil.example', 'content-type': 'application/json' },
    { origin: 'null', 'content-type': 'application/json' },
    { 'content-type': 'application/json' },
  ];
  for (const path of routes()) {
    for (const headers of [{}, { cookie }] as Record<string, string>[]) {
      // A stream of events does not end by itself.
      if (path.endsWith('/events') && 'cookie' in headers) continue;
      const answer = await request.get(base + path, { headers, maxRedirects: 0 });
      const given = answer.headers();
      const where = `${path} ${answer.status()}`;
      expect(given['content-security-policy'], where).toContain("default-src 'none'");
      expect(given, where).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': 'camera=(), geolocation=(), microphone=()',
      });
      expect(given['cache-control'], where).toMatch(/no-store|private/);
      for (const name of ['server', 'x-powered-by', 'access-control-allow-origin'])
        expect(given[name], `${where} ${name}`).toBeUndefined();
    }
    for (const headers of changes) {
      const answer = await request.post(base + path, {
        headers: { ...headers, cookie },
        data: 'a=b',
        maxRedirects: 0,
      });
      expect(
        [403, 415],
        `${path} from ${headers['origin'] ?? 'nowhere'} as ${headers['content-type']}`,
      ).toContain(answer.status());
    }
  }
});
