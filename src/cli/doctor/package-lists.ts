import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ok, warn } from './check.ts';
import type { Check } from './check.ts';

const LISTS = '/var/lib/apt/lists';
const DAY_MS = 86_400_000;
/** Policy value of the first template. */
const STALE_DAYS = 7;

/** Old lists make this machine's own verdict indeterminate. */
export const checkPackageLists: Check = ({ context }) => {
  if (!existsSync(LISTS)) return ok('This machine has no apt');
  const fetched = newestRelease();
  const remedy = 'Run "apt-get update" on this machine.';
  if (fetched === null) return warn('This machine has no package lists', remedy);
  const days = Math.floor((context.now() - fetched) / DAY_MS);
  const found = `The package lists of this machine are ${days} days old`;
  return days > STALE_DAYS ? warn(found, remedy) : ok(found);
};

function newestRelease(): number | null {
  const files = readdirSync(LISTS).filter((name) => /_(In)?Release$/.test(name));
  const times = files.map((name) => statSync(join(LISTS, name)).mtimeMs);
  return times.length === 0 ? null : Math.max(...times);
}
