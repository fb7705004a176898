import { readConfig } from '#lib/server/config.ts';
import { defineCommand } from '../command.ts';
import { checks } from '../doctor/checks.ts';
import type { CheckInput, CheckResult } from '../doctor/check.ts';
import { fail } from '../doctor/check.ts';
import { printJson } from '../output/print.ts';
import { visibleText } from '../output/visible-text.ts';

interface NamedResult extends CheckResult {
  readonly name: string;
}

export const doctor = defineCommand({
  summary: 'Look at this machine and installation; exit 3 when something must be put right',
  options: {},
  run: async ({ context, options }) => {
    const config = readConfig(context.env, context.rootDir);
    const rows = await runChecks({ context, config });
    if (options.json) printJson(context.stdout, { rows });
    else context.stdout.write(rows.map(showResult).join(''));
    return rows.some(({ status }) => status === 'fail') ? 3 : 0;
  },
});

async function runChecks(input: CheckInput): Promise<NamedResult[]> {
  const entries = Object.entries(checks);
  return Promise.all(
    entries.map(async ([name, check]) => ({ name, ...(await tryCheck(() => check(input))) })),
  );
}

/** A question that cannot be answered is a finding, not the end of the others. */
async function tryCheck(check: () => CheckResult | Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await check();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return fail(`This could not be looked at (${code})`, 'Run it as the user of the server.');
  }
}

function showResult({ name, status, found, remedy }: NamedResult): string {
  const line = `${status.padEnd(4)}  ${name.padEnd(14)}  ${visibleText(found)}\n`;
  return remedy === null ? line : `${line}${' '.repeat(22)}→ ${visibleText(remedy)}\n`;
}
