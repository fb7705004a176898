import type { Page } from '@playwright/test';
import type { DemoServer } from './demo-server.ts';

/** Signs in as the administrator of a demo, and waits until the posture is there. */
export async function signIn(page: Page, demo: DemoServer): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill('admin@demo.example');
  await page.getByLabel('Password').fill(demo.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${demo.url}/`);
}
