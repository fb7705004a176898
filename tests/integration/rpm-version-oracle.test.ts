import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rpmSign } from '#core/version/rpm.ts';

/** Null when this machine has no rpm, or one whose Lua cannot compare whole versions (before 4.16). */
function rpmVersion(): string | null {
  try {
    const probe = '%{lua:print(rpm.vercmp("1:1.0-1","2.0-1"))}';
    if (execFileSync('rpm', ['--eval', probe], { encoding: 'utf8' }).trim() !== '1') return null;
    return execFileSync('rpm', ['--version'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

const oracle = rpmVersion();
const title = oracle
  ? `the machine’s own ${oracle} is the oracle for RPM versions`
  : 'the machine’s own rpm is the oracle for RPM versions (skipped: no rpm 4.16 or later here; apt-get install rpm)';

const piece = fc.constantFrom(
  ...['0', '00', '1', '2', '9', '10', '09', '99999999999999999999', 'a', 'b', 'Z', 'rc', 'beta', 'el9'],
  ...['~', '~~', '^', '^^', '+', '.', '..', '_', '~rc1', '^git1', '.el9_4', '.1', '.el10'],
);
const version = fc
  .tuple(
    fc.constantFrom('', '', '', '0:', '1:', '10:'),
    fc.constantFrom('0', '1', '2', '1.0', 'r'),
    fc.array(piece, { maxLength: 6 }),
    fc.constantFrom('', '-0', '-1', '-1.el9', '-1.el9_4.2', '-~', '-a', '-^1'),
  )
  .map(([epoch, start, parts, release]) => `${epoch}${start}${parts.join('')}${release}`);

/** Versions next to each other: one small change, so that equality and the subtle orders occur often. */
const nearby = fc
  .tuple(
    version,
    fc.nat(),
    fc.constantFrom('', '0', '1', 'a', '~', '^', '+', '.', '_'),
    fc.constantFrom(0, 0, 1, 2),
  )
  .map(([base, place, insert, cut]): [string, string] => {
    const at = 1 + (place % base.length);
    return [base, `${base.slice(0, at)}${insert}${base.slice(at + cut)}`];
  });

/** One rpm for many pairs: the versions hold no character that Lua or rpm macros would read. */
function ask(pairs: readonly (readonly [string, string])[]): number[] {
  const answers: number[] = [];
  for (let from = 0; from < pairs.length; from += 500) {
    const calls = pairs.slice(from, from + 500).map(([a, b]) => `rpm.vercmp("${a}","${b}")`);
    const script = `%{lua:print(table.concat({${calls.join(',')}}, " "))}`;
    const output = execFileSync('rpm', ['--eval', script], { encoding: 'utf8' });
    answers.push(...output.trim().split(' ').map(Number));
  }
  return answers;
}

describe(title, () => {
  it.skipIf(oracle === null)(
    'more than 20,000 random and neighbouring pairs get the order of rpm.vercmp',
    () => {
      const pairs = [
        ...fc.sample(nearby, { numRuns: 16_000, seed: 20_260_601 }),
        ...fc.sample(fc.tuple(version, version), { numRuns: 8_000, seed: 20_260_602 }),
      ].filter(([a, b]) => rpmSign(a, b) !== null);
      expect(pairs.length).toBeGreaterThan(20_000);
      const answers = ask(pairs);
      expect(answers).toHaveLength(pairs.length);
      const wrong = pairs.flatMap(([a, b], index) => {
        const mine = rpmSign(a, b);
        return mine === answers[index] ? [] : [`${a} | ${b}: rpm ${answers[index]}, here ${mine}`];
      });
      expect(wrong).toEqual([]);
      for (const sign of [-1, 0, 1])
        expect(answers.filter((answer) => answer === sign).length).toBeGreaterThan(50);
    },
  );
});
