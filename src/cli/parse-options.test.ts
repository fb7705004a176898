import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOptions } from './parse-options.ts';
import type { OptionSpecs } from './parse-options.ts';

const specs = {
  json: { type: 'boolean', summary: '' },
  sort: { type: 'string', value: 'COLUMN', summary: '' },
  filter: { type: 'string', multiple: true, summary: '' },
} as const satisfies OptionSpecs;

describe('parseOptions', () => {
  it('gives every option a value, also those that were not given', () => {
    const { options, operands } = parseOptions(['a', '--filter', 'x=1', '--filter=y=2', 'b'], specs);
    expect(options).toEqual({ json: false, sort: undefined, filter: ['x=1', 'y=2'] });
    expect(operands).toEqual(['a', 'b']);
  });

  it('takes a value that starts with one hyphen, as a descending sort does', () => {
    expect(parseOptions(['--sort', '-due'], specs).options.sort).toBe('-due');
  });

  it('takes everything after -- as operands', () => {
    expect(parseOptions(['--json', '--', '--sort', '-x'], specs).operands).toEqual(['--sort', '-x']);
  });

  it.each([
    [['--nope'], 'There is no option --nope.'],
    [['-z'], 'There is no option -z.'],
    [['--constructor'], 'There is no option --constructor.'],
    [['--sort'], 'The option --sort needs a value.'],
    [['--sort', '--json'], 'The option --sort needs a value.'],
    [['--json=yes'], 'The option --json takes no value.'],
    [['--sort', 'a', '--sort', 'b'], 'The option --sort is given twice.'],
  ])('refuses %j as a usage error that names the option', (argv, message) => {
    expect(() => parseOptions(argv, specs)).toThrow(
      expect.objectContaining({ code: 'USAGE', exitCode: 2, message }),
    );
  });

  it('loses no operand, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (operands) => {
        expect(parseOptions(['--json', '--', ...operands], specs).operands).toEqual(operands);
      }),
    );
  });
});
