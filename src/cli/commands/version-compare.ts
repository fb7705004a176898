import { compareVersions, isSchemeName, isVersion, schemes } from '#core/version/compare.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import { defineCommand } from '../command.ts';
import type { ExitCode } from '../command.ts';
import type { CliContext } from '../context.ts';
import { printJson } from '../output/print.ts';
import { visibleText } from '../output/visible-text.ts';
import { usageError } from '../usage-error.ts';

const SIGNS = { '-1': '<', '0': '=', '1': '>' } as const;

interface Compared {
  readonly a: string;
  readonly b: string;
  /** `?` = not comparable. */
  readonly order: '<' | '=' | '>' | '?';
  readonly why: string;
  /** One of them is no version of the scheme. */
  readonly code?: 'VERSION_INVALID';
}

export const versionCompare = defineCommand({
  summary: 'Which of two versions is the older one, and why',
  operands: 'SCHEME A B | SCHEME -',
  minOperands: 2,
  maxOperands: 3,
  options: {},
  notes: [
    'With - each line of standard input is a pair, parted by a tab, and gives one line.',
    'Prints <, = or > first, then why; ? when a version cannot be compared (exit 2), with VERSION_INVALID where one is none.',
    '',
    'SCHEME is one of:',
    ...Object.entries(schemes).map(([name, { title }]) => `  ${name.padEnd(8)} ${title}`),
  ],
  run: async ({ context, options, operands: [scheme = '', a = '', b] }) => {
    if (!isSchemeName(scheme)) {
      throw usageError(`There is no version scheme "${scheme}".`, `Use: ${Object.keys(schemes).join(', ')}.`);
    }
    if (b !== undefined) return printCompared(context, options.json, [comparePair(scheme, a, b)]);
    if (a !== '-')
      throw usageError('version-compare needs two versions.', 'Give A and B, or - for standard input.');
    const pairs = readPairs(await context.readStdin());
    return printCompared(
      context,
      options.json,
      pairs.map(([left, right]) => comparePair(scheme, left, right)),
    );
  },
});

function comparePair(scheme: VersionScheme, a: string, b: string): Compared {
  const comparison = compareVersions(scheme, a, b);
  if (comparison.kind === 'not-comparable') {
    const invalid = isVersion(scheme, a) && isVersion(scheme, b) ? {} : { code: 'VERSION_INVALID' as const };
    return { a, b, order: '?', why: comparison.reason, ...invalid };
  }
  return { a, b, order: SIGNS[comparison.sign], why: comparison.why };
}

/** @throws AppError USAGE naming the line that is no pair, or when there is none at all */
function readPairs(text: string): (readonly [string, string])[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0)
    throw usageError('Standard input holds no pair of versions.', 'Give one pair a line, parted by a tab.');
  return lines.map((line, index) => {
    const [a, b, ...rest] = line.split('\t');
    if (a === undefined || b === undefined || rest.length > 0) {
      throw usageError(`Line ${index + 1} is not two versions parted by one tab.`, 'Correct that line.');
    }
    return [a, b] as const;
  });
}

function lineOf({ order, code, why }: Compared): string {
  return `${order} ${visibleText(why)}${code === undefined ? '' : ` (${code})`}\n`;
}

function printCompared(context: CliContext, json: boolean, compared: readonly Compared[]): ExitCode {
  if (json) printJson(context.stdout, { rows: compared });
  else context.stdout.write(compared.map(lineOf).join(''));
  return compared.some(({ order }) => order === '?') ? 2 : 0;
}
