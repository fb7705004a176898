import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schemes } from '#core/version/compare.ts';
import type { VersionScheme } from '#core/version/compare.ts';
import { arbitraryPairs, arbitraryVersions } from '../fixtures/versions/arbitrary-versions.ts';

type Pair = readonly [string, string];

interface Oracle {
  readonly scheme: VersionScheme;
  /** The program, as a person knows it. */
  readonly name: string;
  /** What changes a version a little, so that equality and the subtle orders occur often. */
  readonly inserts: readonly string[];
  readonly pairs: number;
  /** Pairs that the program itself gets wrong, with the reason beside. */
  readonly beyond?: RegExp;
  /** null = not on this machine; else the order of each pair, null where the program reads no version. */
  readonly find: () => ((pairs: readonly Pair[]) => (number | null)[]) | null;
}

function outputOf(command: string, args: readonly string[]): string {
  return execFileSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** Looks for a program by running it; its output, or null. */
function probe(command: string, args: readonly string[]): string | null {
  try {
    return outputOf(command, args).trim();
  } catch {
    return null;
  }
}

/** Gives a program a file of `a<TAB>b` lines and reads one answer each: a sign, or x for "no version". */
function askFile(pairs: readonly Pair[], command: string, args: readonly string[]): (number | null)[] {
  const folder = mkdtempSync(join(tmpdir(), 'version-oracle-'));
  try {
    const file = join(folder, 'pairs');
    writeFileSync(file, pairs.map(([a, b]) => `${a}\t${b}\n`).join(''));
    const output = outputOf(command, [...args, file]);
    return output
      .trim()
      .split('\n')
      .map((answer) => (answer === 'x' ? null : Math.sign(Number(answer))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const python = (module: string): string => `
import sys
from ${module} import Version, InvalidVersion
for line in open(sys.argv[1]):
    try:
        a, b = (Version(text) for text in line[:-1].split('\\t'))
        print((a > b) - (a < b))
    except InvalidVersion:
        print('x')
`;

const ruby = String.raw`File.foreach(ARGV[0]) do |line|
  a, b = line.chomp.split("\t")
  puts Gem::Version.new(a) <=> Gem::Version.new(b)
rescue ArgumentError
  puts "x"
end`;

const node = String.raw`const semver = require('semver');
for (const line of require('node:fs').readFileSync(process.argv[1], 'utf8').trim().split('\n')) {
  const [a, b] = line.split('\t');
  console.log(semver.valid(a) && semver.valid(b) ? semver.compare(a, b) : 'x');
}`;

const shell = `while IFS="$(printf '\\t')" read -r a b; do vercmp "$a" "$b"; done < "$1"`;

/** maven-artifact of Maven 3.8.7 or 3.9, where Debian and Maven itself put it. */
function mavenJar(): string | null {
  const repository = join(homedir(), '.m2/repository/org/apache/maven/maven-artifact');
  const versions = existsSync(repository) ? readdirSync(repository) : [];
  const candidates = [
    ...versions
      .filter((version) => /^3\.9\.[0-9]+$/.test(version))
      .map((version) => join(repository, version, `maven-artifact-${version}.jar`)),
    '/usr/share/java/maven3-artifact.jar',
  ];
  return (
    candidates.find((jar) => existsSync(jar) && probe('java', ['-jar', jar, '1', '2'])?.includes('1 < 2')) ??
    null
  );
}

/** The jar compares neighbours among its arguments: `   1.0 < 1.1`. */
function askMaven(jar: string, pairs: readonly Pair[]): number[] {
  const answers: number[] = [];
  for (let from = 0; from < pairs.length; from += 3_000) {
    const slice = pairs.slice(from, from + 3_000);
    const output = outputOf('java', ['-jar', jar, ...slice.flat()]);
    const signs = [...output.matchAll(/^ {3}\S+ (<|==|>) \S+$/gm)].map(([, sign = '']) => sign);
    slice.forEach((_pair, index) => answers.push(['<', '==', '>'].indexOf(signs[2 * index] ?? '') - 1));
  }
  return answers;
}

const oracles: readonly Oracle[] = [
  {
    scheme: 'pep440',
    name: 'packaging.version of Python',
    inserts: ['', '0', '1', 'a', '.', '-', 'rc', '.post', '+'],
    pairs: 20_000,
    find: () => {
      const modules = ['packaging.version', 'pip._vendor.packaging.version'];
      const found = modules.find((module) => probe('python3', ['-c', `import ${module}`]) !== null);
      return found === undefined ? null : (pairs) => askFile(pairs, 'python3', ['-c', python(found)]);
    },
  },
  {
    scheme: 'gem',
    name: 'Gem::Version of Ruby',
    inserts: ['', '0', '1', 'a', '.', '-', '.0'],
    pairs: 20_000,
    find: () =>
      probe('ruby', ['-e', 'puts Gem::VERSION']) === null
        ? null
        : (pairs) => askFile(pairs, 'ruby', ['-e', ruby]),
  },
  {
    scheme: 'semver',
    name: 'semver of npm',
    inserts: ['', '0', '1', 'a', '-', '.', '+'],
    pairs: 20_000,
    // Its numbers are doubles.
    beyond: /\d{16}/,
    find: () =>
      probe(process.execPath, ['-e', "require('semver')"]) === null
        ? null
        : (pairs) => askFile(pairs, process.execPath, ['-e', node]),
  },
  {
    scheme: 'maven',
    name: 'ComparableVersion of Maven',
    inserts: ['', '0', '1', 'a', '.', '-', 'rc', 'sp', 'ga', '-1', '.0'],
    pairs: 20_000,
    find: () => {
      const jar = mavenJar();
      return jar === null ? null : (pairs) => askMaven(jar, pairs);
    },
  },
  {
    scheme: 'pacman',
    name: 'vercmp of pacman',
    inserts: ['', '0', '1', 'a', '.', '_', '+'],
    // One process for each pair.
    pairs: 3_000,
    find: () =>
      probe('vercmp', ['1', '2']) === '-1' ? (pairs) => askFile(pairs, 'sh', ['-c', shell, 'sh']) : null,
  },
];

describe.each(oracles)(
  '$name is the oracle for $scheme versions',
  ({ scheme, inserts, pairs: count, beyond, find }) => {
    const ask = find();
    const title = ask === null ? ' (skipped: not on this machine)' : '';

    it.skipIf(ask === null)(`random and neighbouring pairs get its order${title}`, () => {
      const order = schemes[scheme];
      const sampled = fc.sample(arbitraryPairs(arbitraryVersions[scheme], inserts), {
        numRuns: count,
        seed: 20_260_611,
      });
      const pairs = sampled.filter(([a, b]) => order.sign(a, b) !== null && !beyond?.test(`${a} ${b}`));
      expect(pairs.length).toBeGreaterThan(count / 3);
      const answers = ask?.(pairs) ?? [];
      expect(answers).toHaveLength(pairs.length);
      const wrong = pairs.flatMap(([a, b], index) => {
        const mine = order.sign(a, b);
        return mine === answers[index] ? [] : [`${a} | ${b}: oracle ${answers[index]}, here ${mine}`];
      });
      expect(wrong).toEqual([]);
      for (const sign of [-1, 0, 1])
        expect(answers.filter((answer) => answer === sign).length).toBeGreaterThan(50);
    });
  },
);
