import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

export const looks = [
  { name: '1440 light', width: 1440, height: 900, scheme: 'light' },
  { name: '1440 dark', width: 1440, height: 900, scheme: 'dark' },
  { name: '390 light', width: 390, height: 844, scheme: 'light' },
  { name: '390 dark', width: 390, height: 844, scheme: 'dark' },
] as const;

/** Axe finds nothing serious or critical, and the page does not scroll sideways. */
export async function expectWellFormed(page: Page): Promise<void> {
  // Our pages hold no frames: without them in mind, and without the list of what passed, it takes a third of the time.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, 'sideways scroll in pixels').toBeLessThanOrEqual(0);
}
