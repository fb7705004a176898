import type { Page } from '@playwright/test';
import { TOTP } from 'otpauth';

export interface Enrolled {
  /** Base32. */
  readonly secret: string;
  /** Each is good once. */
  readonly recoveryCodes: string[];
}

/** The six digits an app with that secret shows now. */
export function codeOf(secret: string): string {
  return new TOTP({ secret: secret.replace(/\s/g, '') }).generate();
}

/** Adds an authenticator app on the page that asks for a second factor, and goes on. */
export async function enrolApp(page: Page): Promise<Enrolled> {
  await page.getByRole('button', { name: 'Use an authenticator app' }).click();
  const secret = (await page.locator('[data-secret]').textContent()) ?? '';
  await page.getByLabel('Type the six digits it shows').fill(codeOf(secret));
  await page.getByRole('button', { name: 'Confirm' }).click();
  const recoveryCodes = await page
    .getByRole('list', { name: 'Recovery codes' })
    .getByRole('listitem')
    .allTextContents();
  await page.getByRole('link', { name: 'I have kept them' }).click();
  return { secret, recoveryCodes };
}

/** Gives a recovery code where a page asks for a code: unlike the app's it can follow the last one at once. */
export async function giveCode(page: Page, { recoveryCodes }: Enrolled, button: string): Promise<void> {
  await page.getByLabel('Code', { exact: true }).fill(recoveryCodes.pop() ?? '');
  await page.getByRole('button', { name: button, exact: true }).click();
}
