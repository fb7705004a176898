import { compareSign } from '#core/version/compare.ts';
import { readAnswer, type Answer } from './redhat-answer.ts';
import { versionOf, type PackageId } from './redhat-names.ts';
import type { ProblemList, SectionText } from './section-lines.ts';

/** What the package manager would bring, excludes and locks of the host respected. */
export interface Upgrade extends PackageId {
  readonly repository: string;
  /** Line in the section, from 1. */
  readonly line: number;
}

/**
 * Reads `dnf repoquery --upgrades` in the form asked for, or `yum check-update`. null = it could not be asked.
 * @returns `name:arch` → the highest version on offer
 */
export function parseUpgrades(
  { section, text }: SectionText,
  problems: ProblemList,
): Map<string, Upgrade> | null {
  const answer = readAnswer(text);
  if (answer.manager === 'none' || answer.exitCode !== 0) return null;
  const upgrades = new Map<string, Upgrade>();
  const add = (upgrade: Upgrade) => {
    const key = `${upgrade.name}:${upgrade.arch}`;
    const before = upgrades.get(key);
    if (!before || compareSign('rpm', upgrade.version, before.version) === 1) upgrades.set(key, upgrade);
  };
  if (answer.manager === 'yum') readTable(answer, add);
  else
    answer.eachLine((line, number) => {
      const [mark, name, arch, epoch = '', version, release, repository = ''] = line.split('\t');
      if (mark !== 'upgrade') return;
      if (!name || !arch || !version || !release || !/^(\d+|\(none\))$/.test(epoch))
        return problems.unreadable(section, number);
      add({ name, arch, version: versionOf(epoch, version, release), repository, line: number });
    });
  return upgrades;
}

/**
 * Rows `name.arch  version  repository`; yum breaks long ones over up to three lines. What replaces other packages
 * comes in a part of its own and is no update of an installed one.
 */
function readTable(answer: Answer, add: (upgrade: Upgrade) => void): void {
  let words: string[] = [];
  let isOver = false;
  answer.eachLine((line, number) => {
    if (line.startsWith('Obsoleting Packages')) isOver = true;
    if (isOver) return;
    const more = line.trim().split(/\s+/);
    words = /^\s/.test(line) ? [...words, ...more].slice(0, 4) : more;
    const [full = '', version = '', repository = ''] = words;
    const id = /^([\w.+-]+)\.(\w+)$/.exec(full);
    const evr = /^(?:(\d+):)?([\w.+~^]+)-([\w.+~^]+)$/.exec(version);
    if (words.length !== 3 || !id?.[1] || !id[2] || !evr?.[2] || !evr[3]) return;
    const upgrade = { name: id[1], arch: id[2], version: versionOf(evr[1] ?? '', evr[2], evr[3]) };
    add({ ...upgrade, repository: repository.replace(/\/.*$/, ''), line: number });
  });
}
