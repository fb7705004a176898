import type { CliContext } from './context.ts';
import { commandHelp } from './help.ts';
import { printText } from './output/print.ts';
import { parseOptions, type OptionSpecs, type OptionValues } from './parse-options.ts';
import { usageError } from './usage-error.ts';

/** 0 done, 1 gate breached, 2 usage, 3 environment, 4 integrity; 130 and 143 after a signal. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130 | 143;

const everywhere = {
  json: { type: 'boolean', summary: 'print one JSON document' },
  help: { type: 'boolean', short: 'h', summary: 'print this help' },
} as const satisfies OptionSpecs;

export interface Invocation<O extends OptionSpecs> {
  readonly context: CliContext;
  readonly options: OptionValues<O> & OptionValues<typeof everywhere>;
  readonly operands: readonly string[];
}

interface CommandSpec<O extends OptionSpecs> {
  /** What it does, one line. */
  readonly summary: string;
  /** Operands as the help prints them, such as `HOST…`. */
  readonly operands?: string;
  readonly minOperands?: number;
  /** Absent = as many as at least needed. */
  readonly maxOperands?: number;
  readonly options: O;
  /** Further sentences for the help. */
  readonly notes?: readonly string[];
  run(invocation: Invocation<O>): Promise<ExitCode>;
}

/** A command as the registry holds it. */
export interface Command {
  readonly summary: string;
  readonly operands: string;
  readonly options: OptionSpecs;
  readonly notes: readonly string[];
  execute(name: string, argv: readonly string[], context: CliContext): Promise<ExitCode>;
}

/** A command from its options and what it does; `--json` and `--help` come with it. */
export function defineCommand<const O extends OptionSpecs>(spec: CommandSpec<O>): Command {
  const options = { ...spec.options, ...everywhere };
  const command: Command = {
    summary: spec.summary,
    operands: spec.operands ?? '',
    options,
    notes: spec.notes ?? [],
    execute: async (name, argv, context) => {
      const parsed = parseOptions(argv, options);
      if (parsed.options.help) {
        printText(context.stdout, commandHelp(name, command));
        return 0;
      }
      checkOperands(spec, parsed.operands, name);
      return spec.run({ context, ...parsed });
    },
  };
  return command;
}

function checkOperands<O extends OptionSpecs>(
  spec: CommandSpec<O>,
  operands: readonly string[],
  name: string,
): void {
  const min = spec.minOperands ?? 0;
  const max = spec.maxOperands ?? min;
  const remedy = `Write: patchproof ${name} ${spec.operands ?? ''}`.trimEnd();
  if (operands.length < min) throw usageError(`${name} needs ${spec.operands ?? 'an operand'}.`, remedy);
  const extra = operands[max];
  if (extra !== undefined) throw usageError(`${name} does not take the operand "${extra}".`, remedy);
}
