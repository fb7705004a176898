import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { debSign } from '#core/version/deb.ts';

function runs(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const hasDpkg = runs('dpkg', ['--version']);
const hasPerlOracle = runs('perl', ['-MDpkg::Version', '-e', '1']);

const piece = fc.constantFrom(
  ...['0', '00', '1', '2', '9', '10', '09', '99999999999999999999', 'a', 'b', 'Z', 'rc', 'beta'],
  ...['~', '~~', '+', '.', '..', '~rc1', '+deb12u1', '+deb12u10', '+b1', '.1', 'ubuntu0.1', '-1', '-0'],
);
const version = fc
  .tuple(
    fc.constantFrom('', '', '', '0:', '1:', '10:'),
    fc.constantFrom('0', '1', '2', '1.0'),
    fc.array(piece, { maxLength: 6 }),
    fc.constantFrom('', '-0', '-1', '-1+deb12u2', '-0ubuntu1~22.04.3', '-~', '-a'),
  )
  .map(([epoch, start, parts, revision]) => `${epoch}${start}${parts.join('')}${revision}`);

/** Versions next to each other: one small change, so that equality and the subtle orders occur often. */
const nearby = fc
  .tuple(
    version,
    fc.nat(),
    fc.constantFrom('', '0', '1', 'a', '~', '+', '.', '-0'),
    fc.constantFrom(0, 0, 1, 2),
  )
  .map(([base, place, insert, cut]): [string, string] => {
    const at = 1 + (place % base.length);
    const changed = `${base.slice(0, at)}${insert}${base.slice(at + cut)}`;
    return [base, /[-:]$/.test(changed) ? `${changed}1` : changed];
  });

function samplePairs(count: number, seed: number): [string, string][] {
  return [
    ...fc.sample(nearby, { numRuns: Math.ceil(count * 0.7), seed }),
    ...fc.sample(fc.tuple(version, version), { numRuns: Math.ceil(count * 0.3), seed: seed + 1 }),
  ].filter(([a, b]) => debSign(a, b) !== null);
}

/** Runs a program over a file of `a<TAB>b` lines and returns its lines, one sign each. */
function ask(pairs: readonly [string, string][], command: string, args: readonly string[]): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'deb-oracle-'));
  try {
    const file = join(folder, 'pairs');
    writeFileSync(file, pairs.map(([a, b]) => `${a}\t${b}\n`).join(''));
    const output = execFileSync(command, [...args, file], { encoding: 'utf8', maxBuffer: 1 << 26 });
    return output.trim().split('\n').map(Number);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// Unchecked, because dpkg itself also orders versions that it only warns about (a letter first).
const perlOracle = String.raw`use Dpkg::Version; while (<>) { chomp;
  my ($x, $y) = map { Dpkg::Version->new($_, check => 0) } split /\t/; print $x <=> $y, "\n" }`;
const shellOracle = `while IFS="$(printf '\\t')" read -r a b; do
  if dpkg --compare-versions "$a" lt "$b"; then echo -1
  elif dpkg --compare-versions "$a" eq "$b"; then echo 0; else echo 1; fi
done < "$1" 2>/dev/null`;

function expectAgreement(pairs: readonly [string, string][], answers: readonly number[]): void {
  expect(answers).toHaveLength(pairs.length);
  const wrong = pairs.flatMap(([a, b], index) => {
    const mine = debSign(a, b);
    return mine === answers[index] ? [] : [`${a} | ${b}: dpkg ${answers[index]}, here ${mine}`];
  });
  expect(wrong).toEqual([]);
  for (const sign of [-1, 0, 1])
    expect(answers.filter((answer) => answer === sign).length).toBeGreaterThan(50);
}

describe('the machine’s own dpkg is the oracle for Debian versions', () => {
  it.skipIf(!hasPerlOracle)(
    'more than 12,000 random and neighbouring pairs get the order of Dpkg::Version',
    () => {
      // Perl reads numbers of 16 and more digits inexactly; dpkg itself, below, gets those too.
      const pairs = samplePairs(24_000, 20_260_501).filter((pair) => !/\d{16}/.test(pair.join(' ')));
      expect(pairs.length).toBeGreaterThan(12_000);
      expectAgreement(pairs, ask(pairs, 'perl', ['-e', perlOracle]));
    },
  );

  it.skipIf(!hasDpkg)('random and neighbouring pairs get the order of dpkg --compare-versions', () => {
    const pairs = samplePairs(12_000, 4711);
    expect(pairs.length).toBeGreaterThan(10_000);
    expectAgreement(pairs, ask(pairs, 'sh', ['-c', shellOracle, 'sh']));
  });
});
