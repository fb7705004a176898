import { join, resolve } from 'node:path';
import { defineCommand } from '../command.ts';
import type { CliContext } from '../context.ts';
import { printJson, printText } from '../output/print.ts';
import { startProgress } from '../output/progress.ts';
import { usageError } from '../usage-error.ts';
import { runServer } from './serve.ts';

const DAY = 86_400_000;
const DEFAULTS = { assets: 150, years: 2, seed: 'patchproof' };
const MAX_ASSETS = 20_000;
const MAX_YEARS = 10;
const MAX_AHEAD = 3650;

export const demo = defineCommand({
  summary: 'Make a demo estate in a directory of its own, and serve it',
  options: {
    assets: { type: 'string', value: 'N', summary: `how many assets (${DEFAULTS.assets})` },
    years: { type: 'string', value: 'Y', summary: `how many years of history (${DEFAULTS.years})` },
    seed: { type: 'string', value: 'S', summary: 'another seed gives another estate' },
    dir: { type: 'string', value: 'DIR', summary: 'where it is kept (data-demo in the installation)' },
    'no-serve': { type: 'boolean', summary: 'only make it' },
    ahead: {
      type: 'string',
      value: 'DAYS',
      summary: 'serve it as of so many days from now: what ends by then has ended',
    },
  },
  notes: [
    'A directory that already holds this very demo is served as it is. PATCHPROOF_DATA is not read.',
    'Delete the directory to be rid of the demo.',
  ],
  run: async ({ context, options }) => {
    const size = {
      assets: wholeNumber('--assets', options.assets, { fallback: DEFAULTS.assets, max: MAX_ASSETS }),
      years: wholeNumber('--years', options.years, { fallback: DEFAULTS.years, max: MAX_YEARS }),
      seed: options.seed ?? DEFAULTS.seed,
    };
    const dir = resolve(options.dir ?? join(context.rootDir, 'data-demo'));
    const made = await prepareDemo(context, dir, size);
    if (options.json) printJson(context.stdout, { directory: dir, ...size, ...made });
    else printText(context.stdout, made.accounts ?? 'The file with the accounts of the demo was removed.');
    if (options['no-serve']) return 0;
    const ahead = wholeNumber('--ahead', options.ahead, { fallback: 0, max: MAX_AHEAD });
    return runServer(
      { ...context, env: demoEnvironment(context, dir) },
      { mode: 'built', clock: () => context.now() + ahead * DAY },
    );
  },
});

interface DemoSize {
  readonly assets: number;
  readonly years: number;
  readonly seed: string;
}

interface MadeDemo {
  /** Events in its log; null when it was there already. */
  readonly events: number | null;
  readonly accounts: string | null;
}

/** Fills the directory, unless it holds this demo already. */
async function prepareDemo(context: CliContext, dir: string, size: DemoSize): Promise<MadeDemo> {
  const { judgeDemoDirectory, readAccounts } = await import('#lib/server/demo/demo-directory.ts');
  if (judgeDemoDirectory(dir, size) === 'ready') return { events: null, accounts: readAccounts(dir) };
  const { fillDemo } = await import('#lib/server/demo/fill-demo.ts');
  const { startOf } = await import('#lib/server/demo/simulate-estate.ts');
  const { readConfig } = await import('#lib/server/config.ts');
  const config = { ...readConfig(demoEnvironment(context, dir), context.rootDir), dataDir: dir };
  const untilAt = Math.floor(context.now() / DAY) * DAY;
  const months = size.years * 12;
  printText(context.stderr, `Making a demo of ${size.assets} assets over ${size.years} years in ${dir}…`);
  const progress = startProgress(context.stderr, months);
  const startAt = startOf({ ...size, untilAt });
  let month = 0;
  const filled = await fillDemo(
    config,
    { ...size, untilAt },
    {
      signal: context.interruptSignal(),
      report: (line) => printText(context.stderr, line),
      onDay: (dayAt) => {
        progress.step(new Date(dayAt).toISOString().slice(0, 10));
        const passed = Math.floor(((dayAt + DAY - startAt) / (untilAt - startAt)) * months);
        for (; month < passed; month += 1)
          progress.done(`until ${new Date(dayAt).toISOString().slice(0, 10)}`);
      },
    },
  ).finally(progress.end);
  return filled;
}

function demoEnvironment(context: CliContext, dir: string): CliContext['env'] {
  return { ...context.env, PATCHPROOF_DATA: dir };
}

function wholeNumber(
  name: string,
  text: string | undefined,
  { fallback, max }: { readonly fallback: number; readonly max: number },
): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= max) return value;
  throw usageError(
    `${name} takes a whole number from 1 to ${max}.`,
    `Write for example: patchproof demo ${name} 2`,
  );
}
