import type { Command, ExitCode } from './command.ts';
import { commands } from './commands/index.ts';
import type { CliContext } from './context.ts';
import { overallHelp } from './help.ts';
import { printJson, printText } from './output/print.ts';
import { reportError } from './output/report-error.ts';
import { productVersion } from './product-version.ts';
import { usageError } from './usage-error.ts';

type Registry = Readonly<Record<string, () => Promise<Command>>>;
const registry: Registry = commands;

/** Runs one command line and answers with its exit code; every error ends here as code, sentence and remedy. */
export async function runCli(argv: readonly string[], context: CliContext): Promise<ExitCode> {
  const end = argv.indexOf('--');
  const wantsJson = argv.slice(0, end === -1 ? undefined : end).includes('--json');
  try {
    return await dispatch(argv, context);
  } catch (error) {
    return reportError(context, error, wantsJson ? 'json' : 'text');
  }
}

async function dispatch(argv: readonly string[], context: CliContext): Promise<ExitCode> {
  const [first = '--help', second] = argv;
  if (first === '--help' || first === '-h' || first === 'help') {
    printText(context.stdout, overallHelp(await loaded(registry)));
    return 0;
  }
  if (first === '--version') {
    printVersion(context, argv);
    return 0;
  }
  const pair = second === undefined ? first : `${first} ${second}`;
  for (const [name, taken] of [
    [pair, 2],
    [first, 1],
  ] as const) {
    const load = Object.hasOwn(registry, name) ? registry[name] : undefined;
    if (load) return (await load()).execute(name, argv.slice(taken), context);
  }
  return explainUnknown(argv, context);
}

async function loaded(some: Registry): Promise<Readonly<Record<string, Command>>> {
  const entries = Object.entries(some).map(async ([name, load]) => [name, await load()] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** A verb alone whose commands have two words, such as `scan`, gets the list of them. */
async function explainUnknown(
  [first = '', second]: readonly string[],
  context: CliContext,
): Promise<ExitCode> {
  const members = Object.entries(registry).filter(([name]) => name.startsWith(`${first} `));
  if (members.length === 0) {
    throw usageError(`There is no command "${first}".`, 'Run `patchproof --help` for the list of commands.');
  }
  if (second === '--help' || second === '-h') {
    printText(context.stdout, overallHelp(await loaded(Object.fromEntries(members))));
    return 0;
  }
  const names = members.map(([name]) => name.slice(first.length + 1)).join(', ');
  throw usageError(`${first} needs one of: ${names}.`, `Run \`patchproof ${first} --help\`.`);
}

function printVersion(context: CliContext, argv: readonly string[]): void {
  const version = productVersion(context.rootDir);
  if (argv.includes('--json')) printJson(context.stdout, { version });
  else printText(context.stdout, `patchproof ${version}`);
}
