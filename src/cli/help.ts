import type { Command } from './command.ts';
import type { OptionSpecs } from './parse-options.ts';

const EXIT_CODES = 'Exit codes: 0 done, 1 --fail-on breached, 2 usage, 3 environment, 4 integrity.';

/** Help of one command, from its entry in the registry. */
export function commandHelp(name: string, command: Command): string {
  const usage = ['patchproof', name, command.operands, '[OPTIONS]'].filter(Boolean).join(' ');
  const lines = [command.summary, '', `Usage: ${usage}`, '', 'Options:', ...optionLines(command.options)];
  if (command.notes.length > 0) lines.push('', ...command.notes);
  return [...lines, '', EXIT_CODES, ''].join('\n');
}

/** The list of all commands. */
export function overallHelp(commands: Readonly<Record<string, Command>>): string {
  const names = Object.keys(commands);
  const width = Math.max(...names.map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'Patchproof proves that an organisation patches in time.',
    '',
    'Usage: patchproof COMMAND [OPTIONS]',
    '',
    'Commands:',
    ...lines,
    '',
    'patchproof COMMAND --help tells more about one. --json prints one JSON document.',
    'PATCHPROOF_DATA is the data directory (./data), PATCHPROOF_KEY_FILE the key file.',
    EXIT_CODES,
    '',
  ].join('\n');
}

function optionLines(options: OptionSpecs): string[] {
  const entries = Object.entries(options).map(([name, { type, value, short, summary, multiple }]) => ({
    left: `  --${name}${type === 'string' ? `=${value ?? 'VALUE'}` : ''}${short ? `, -${short}` : ''}`,
    right: multiple ? `${summary} (repeatable)` : summary,
  }));
  const width = Math.max(...entries.map(({ left }) => left.length));
  return entries.map(({ left, right }) => `${left.padEnd(width)}  ${right}`);
}
