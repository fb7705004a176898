import type { PendingUpdate } from '#core/inventory/observation.ts';
import { eachLine, type ProblemList, type SectionText } from './section-lines.ts';

/**
 * `Inst` lines of `apt-get -s dist-upgrade` that have a current version: updates, not new installs.
 * `Inst NAME [CURRENT] (NEW ORIGIN:RELEASE/SUITE[, …] [ARCH])`, with a tail that is of no interest.
 */
export function parseUpgrade({ section, text }: SectionText, problems: ProblemList): PendingUpdate[] {
  const pending: PendingUpdate[] = [];
  eachLine(text, (line, number) => {
    if (!line.startsWith('Inst ')) return;
    const match = /^Inst (\S+) (?:\[(\S+)\] )?\((\S+) (?:[^()]|\([^()]*\))*\[(\S+)\]\)/.exec(line);
    const [, fullName, current, candidate, arch] = match ?? [];
    if (!fullName || !candidate || !arch) return problems.unreadable(section, number);
    if (current === undefined) return;
    const colon = fullName.indexOf(':');
    const name = colon > 0 ? fullName.slice(0, colon) : fullName;
    pending.push({ name, arch, current, candidate, line: number });
  });
  return pending;
}
