import { countOf } from './numbers.ts';

const names: Readonly<Record<string, string>> = {
  debian: 'Debian',
  ubuntu: 'Ubuntu',
  redhat: 'Red Hat',
  almalinux: 'AlmaLinux',
  rocky: 'Rocky Linux',
  oracle: 'Oracle Linux',
  amazon: 'Amazon Linux',
  fedora: 'Fedora',
  suse: 'SUSE',
  alpine: 'Alpine',
  arch: 'Arch Linux',
  freebsd: 'FreeBSD',
  windows: 'Windows',
};

/** Systems that a feed would tell more of: `3 Debian assets`. */
export function advisedWords(
  systems: readonly { readonly system: string; readonly assets: number }[],
): string {
  return systems
    .map(({ system, assets }) => countOf(assets, `${names[system] ?? system.replace(/^pkg:/, '')} asset`))
    .join(' and ');
}
