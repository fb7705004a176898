import { compareSign } from '../version/compare.ts';
import type { VersionScheme } from '../version/compare.ts';

/** A package that a fix is to be installed in. */
export interface PackageToUpdate {
  /** Of the systems: `debian`, `redhat`. */
  readonly family: string;
  /** Release of the system: versions of one package differ from one to the next. */
  readonly system: string;
  readonly name: string;
  /** The version that closes the finding. */
  readonly fixed: string;
  readonly scheme: VersionScheme;
  /** null = not known. */
  readonly advisory: string | null;
}

export interface UpdateCommand {
  readonly system: string;
  /** A line for a person to run; nothing runs it. */
  readonly command: string;
}

/** Debian Policy §5.6.1 and §5.6.12. */
const DEB_NAME = /^[a-z0-9][a-z0-9+.-]+$/;
const DEB_VERSION = /^\d[A-Za-z0-9.+:~-]*$/;
const RPM_NAME = /^[A-Za-z0-9_][A-Za-z0-9._+-]*$/;
const RPM_VERSION = /^(?:\d+:)?[A-Za-z0-9._+~^]+(?:-[A-Za-z0-9._+~^]+)?$/;
const ADVISORY = /^[A-Z][A-Za-z0-9]*-[A-Za-z0-9][A-Za-z0-9:._-]*$/;

/**
 * The commands that install fixes, by release of the systems. A name or version that is not of its family's form is
 * left out: text of a scanned host never becomes an option or a second command.
 * @example updateCommands([openssl])[0].command // 'apt-get install --only-upgrade -- openssl=3.0.14-1~deb12u2'
 */
export function updateCommands(packages: readonly PackageToUpdate[]): readonly UpdateCommand[] {
  return [...Map.groupBy(packages, ({ system }) => system)].flatMap(([system, installed]) => {
    const debian = installed.filter(({ family }) => family === 'debian');
    const redhat = installed.filter(({ family }) => family === 'redhat');
    return [...aptCommands(debian), ...dnfCommands(redhat)].map((command) => ({ system, command }));
  });
}

/** Packages that a host does not have are left alone by `--only-upgrade`. */
function aptCommands(packages: readonly PackageToUpdate[]): string[] {
  const known = packages.filter(({ name, fixed }) => DEB_NAME.test(name) && DEB_VERSION.test(fixed));
  const operands = highestOfEach(known).map(({ name, fixed }) => `${name}=${fixed}`);
  return commandOf('apt-get install --only-upgrade --', operands);
}

/** By advisory where it is known: the host's own repositories then say which packages belong to it. */
function dnfCommands(packages: readonly PackageToUpdate[]): string[] {
  const isNamed = ({ advisory }: PackageToUpdate): boolean => advisory !== null && ADVISORY.test(advisory);
  const advisories = packages.filter(isNamed).map(({ advisory }) => `--advisory=${advisory ?? ''}`);
  const known = packages.filter(
    (one) => !isNamed(one) && RPM_NAME.test(one.name) && RPM_VERSION.test(one.fixed),
  );
  const operands = highestOfEach(known).map(({ name, fixed }) => `${name}-${fixed}`);
  return [
    ...commandOf('dnf upgrade', [...new Set(advisories)].sort()),
    ...commandOf('dnf upgrade --', operands),
  ];
}

function commandOf(start: string, words: readonly string[]): string[] {
  return words.length === 0 ? [] : [[start, ...words].join(' ')];
}

/** Each package once, in the highest version that any finding waits for, by name. */
function highestOfEach(packages: readonly PackageToUpdate[]): PackageToUpdate[] {
  const highest = new Map<string, PackageToUpdate>();
  for (const one of packages) {
    const before = highest.get(one.name);
    if (before === undefined || compareSign(one.scheme, one.fixed, before.fixed) === 1)
      highest.set(one.name, one);
  }
  return [...highest.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
