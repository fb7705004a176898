import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';

const looks = [
  { name: '1440 light', width: 1440, height: 900, scheme: 'light' },
  { name: '1440 dark', width: 1440, height: 900, scheme: 'dark' },
  { name: '390 light', width: 390, height: 844, scheme: 'light' },
  { name: '390 dark', width: 390, height: 844, scheme: 'dark' },
] as const;

/** What colours decide; all else axe looks at is the same in light and dark, see `tests/contract/source-rules.test.ts`. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** Axe finds nothing serious or critical, and the page does not scroll sideways. */
export async function expectWellFormed(
  page: Page,
  about: 'everything' | 'colours' = 'everything',
): Promise<void> {
  // Our pages hold no frames: without them in mind, and without the list of what passed, it takes a third of the time.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({
    resultTypes: ['violations'],
    ...(about === 'colours' ? { runOnly: { type: 'rule', values: COLOUR_RULES } } : {}),
  });
  const { violations } = await axe.analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, 'sideways scroll in pixels').toBeLessThanOrEqual(0);
}

/**
 * The page as it stands is well formed wide and narrow, light and dark. It is not loaded for each of them: styles follow
 * the window by themselves, and charts are drawn anew for its width.
 * @param each what else is done in every look, with its name
 */
export async function expectWellFormedInEveryLook(
  page: Page,
  each: (name: string) => Promise<void> = async () => undefined,
): Promise<void> {
  for (const { name, width, height, scheme } of looks) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: scheme });
    await nextFrame(page);
    await test.step(name, () => expectWellFormed(page, scheme === 'light' ? 'everything' : 'colours'));
    await each(name);
  }
  await page.setViewportSize({ width: looks[0].width, height: looks[0].height });
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Until what follows the size of the window has followed it: charts are told before a frame and drawn for the next. */
async function nextFrame(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(null)))),
  );
}
