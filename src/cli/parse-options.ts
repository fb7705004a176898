import { parseArgs } from 'node:util';
import { usageError } from './usage-error.ts';

/** One option of a command, as its help prints it. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** May be given more than once. */
  readonly multiple?: boolean;
  readonly short?: string;
  /** Name of the value in the help, such as FILE. */
  readonly value?: string;
  readonly summary: string;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type ValueOf<S extends OptionSpec> = S extends { type: 'boolean' }
  ? boolean
  : S extends { multiple: true }
    ? readonly string[]
    : string | undefined;

export type OptionValues<O extends OptionSpecs> = { readonly [K in keyof O]: ValueOf<O[K]> };

export interface ParsedOptions<O extends OptionSpecs> {
  readonly options: OptionValues<O>;
  readonly operands: readonly string[];
}

/**
 * Options and operands of a command; everything after `--` is an operand.
 * @throws AppError USAGE naming the option that is unknown, given twice, or has no value or one too many
 */
export function parseOptions<O extends OptionSpecs>(argv: readonly string[], specs: O): ParsedOptions<O> {
  // Lenient, and judged here: `--sort -due` is a value to us, and our errors name the option.
  const { tokens } = parseArgs({
    args: [...argv],
    options: specs,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, boolean | string | string[] | undefined> = {};
  for (const [name, spec] of Object.entries(specs)) {
    values[name] = notGiven(spec);
  }
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind === 'option') take(values, specs, token);
  }
  // Filled above from the specs themselves, which the compiler cannot follow.
  return { options: values as OptionValues<O>, operands };
}

function notGiven({ type, multiple }: OptionSpec): false | string[] | undefined {
  if (type === 'boolean') return false;
  return multiple ? [] : undefined;
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

type Values = Record<string, boolean | string | string[] | undefined>;

function take(values: Values, specs: OptionSpecs, { name, rawName, value, inlineValue }: OptionToken): void {
  const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
  const seeHelp = 'Add --help to see what the command takes.';
  if (!spec) throw usageError(`There is no option ${rawName}.`, seeHelp);
  if (spec.type === 'boolean') {
    if (value !== undefined) throw usageError(`The option ${rawName} takes no value.`, seeHelp);
    values[name] = true;
    return;
  }
  if (value === undefined || (!inlineValue && value.startsWith('--'))) {
    throw usageError(`The option ${rawName} needs a value.`, `Write ${rawName}=${spec.value ?? 'VALUE'}.`);
  }
  const before = values[name];
  if (Array.isArray(before)) before.push(value);
  else if (before === undefined) values[name] = value;
  else throw usageError(`The option ${rawName} is given twice.`, 'Give it once.');
}
