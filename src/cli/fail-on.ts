import type { ExitCode } from './command.ts';
import type { CliContext } from './context.ts';
import { printText } from './output/print.ts';
import { usageError } from './usage-error.ts';

/** What each gate of a command counts: name → how many break it, and of what. */
export type Gates<Document> = Readonly<
  Record<string, { readonly of: string; readonly count: (document: Document) => number }>
>;

/** The option of a command with gates. */
export function failOnOption(names: readonly string[]) {
  return {
    type: 'string',
    multiple: true,
    value: names.join('|'),
    summary: 'exit 1 when there is any',
  } as const;
}

/** Checks the names before any work is done. @throws AppError USAGE */
export function readGates<D>(gates: Gates<D>, given: readonly string[]): string[] {
  const names = given.flatMap((text) => text.split(','));
  for (const name of names) {
    if (Object.hasOwn(gates, name)) continue;
    throw usageError(`--fail-on does not know "${name}".`, `Give: ${Object.keys(gates).join(', ')}.`);
  }
  return names;
}

/** Exit code of the gates that were asked for; what breaks one is said on standard error. */
export function judgeGates<D>(
  context: CliContext,
  { gates, names }: { gates: Gates<D>; names: readonly string[] },
  document: D,
): ExitCode {
  let exitCode: ExitCode = 0;
  for (const name of names) {
    const gate = gates[name];
    const count = gate?.count(document) ?? 0;
    if (!gate || count === 0) continue;
    printText(context.stderr, `Gate ${name} is breached: ${count} ${gate.of}.`);
    exitCode = 1;
  }
  return exitCode;
}
