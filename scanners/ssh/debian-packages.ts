import type { InstalledPackage } from '#core/inventory/observation.ts';
import { eachLine, type ProblemList, type SectionText } from './section-lines.ts';

export interface DpkgFacts {
  /** dpkg's own architecture: `apt-cache policy` names its packages without one. */
  readonly nativeArch: string | null;
  readonly packages: readonly InstalledPackage[];
}

/**
 * Reads the architecture line and the `dpkg-query -W` table. A package counts as installed when any version of
 * it is on disk: every state but `n` (not installed) and `c` (only configuration files left), dpkg(1).
 */
export function parseDpkg(
  { section, text }: SectionText,
  holds: ReadonlySet<string>,
  problems: ProblemList,
): DpkgFacts {
  const packages: InstalledPackage[] = [];
  let nativeArch: string | null = null;
  eachLine(text, (line, number) => {
    const fields = line.split('\t');
    if (number === 1 && fields.length === 1 && /^[a-z0-9-]+$/.test(line)) {
      nativeArch = line;
      return;
    }
    const [name, arch, version, source, sourceVersion, status] = fields;
    if (!name || !arch || fields.length !== 6 || !status || status.length < 2)
      return problems.unreadable(section, number);
    if (status[1] === 'n' || status[1] === 'c') return;
    if (!version || !source || !sourceVersion) return problems.unreadable(section, number);
    packages.push({
      name,
      arch,
      version,
      source,
      sourceVersion,
      held: status[0] === 'h' || holds.has(name) || holds.has(`${name}:${arch}`),
    });
  });
  if (packages.length === 0) problems.add(section, 'missing', 'no installed package was listed');
  if (nativeArch === null) problems.add(section, 'unreadable', 'the architecture is not in the first line');
  return { nativeArch, packages };
}

/** Names of `apt-mark showhold`, with `:arch` for foreign architectures. */
export function parseHolds({ text }: SectionText): Set<string> {
  return new Set(text.split('\n').filter((name) => name !== ''));
}
