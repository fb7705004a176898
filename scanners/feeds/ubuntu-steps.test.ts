import { expect, it } from 'vitest';
import { REBOOT } from '#core/advisory/further-steps.ts';
import { feedFixture } from '../../tests/fixtures/publisher.ts';
import { runFeed } from '../../tests/fixtures/run-feed.ts';
import { feeds } from './index.ts';

const boot =
  'After a standard system update you need to reboot your computer to make\nall the necessary changes.';
/** As in notices on kernels, such as USN-6701-1. */
const abi = `${boot}

ATTENTION: Due to an unavoidable ABI change the kernel updates have
been given a new version number, which requires you to recompile and
reinstall all third party kernel modules you might have installed.
Unless you manually uninstalled the standard kernel metapackages
(e.g. linux-generic, linux-generic-lts-RELEASE, linux-virtual,
linux-powerpc), a standard system upgrade will automatically perform
this as well.`;
const alike =
  'After a standard system update you need to reboot your computer to apply\nthe necessary changes.';
const more = `${boot}\n\nIn addition, all certificates must be renewed.`;
const restart =
  'After a standard system update you need to restart Firefox to make all the\nnecessary changes.';

async function stepsOf(instructions: string): Promise<string | null | undefined> {
  const document = JSON.parse(feedFixture('ubuntu-notices/recent.json').toString('utf8'));
  document.notices[0].instructions = instructions;
  const { items } = await runFeed(feeds['ubuntu-notices'], JSON.stringify(document), 'recent.json');
  return items.flatMap((item) =>
    item.kind === 'advisory' && item.id === 'USN-90001-1' ? [item.steps] : [],
  )[0];
}

it.each([
  ['nothing', 'In general, a standard system update will make all the necessary\nchanges.', null],
  ['a boot', boot, REBOOT],
  ['a boot in other words', alike, REBOOT],
  ['a boot, and what the update does by itself', abi, REBOOT],
  ['a boot and more', more, more],
  ['another restart', restart, restart],
])('a notice of Ubuntu asks for %s', async (_, instructions, steps) => {
  expect(await stepsOf(instructions)).toBe(steps);
});
