import { execFileSync } from 'node:child_process';

const run = (file: string, args: string[], input = ''): string =>
  execFileSync(file, args, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    input,
    maxBuffer: 1 << 28,
  });

const isAbove = (a: string, b: string): boolean => {
  try {
    execFileSync('dpkg', ['--compare-versions', a, 'gt', b]);
    return true;
  } catch {
    return false;
  }
};

/**
 * The missing security patches of this machine by `apt-cache policy` itself: `name:arch installed -> fixed` for
 * every security version above the installed one. Written apart from the product's reader; versions by dpkg.
 */
export function missingPatchesHere(): string[] {
  const installed = run('dpkg-query', [
    '-W',
    '-f',
    '${Package}\t${Architecture}\t${Version}\t${db:Status-Abbrev}\n',
  ])
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([, , , status]) => status?.[1] === 'i');
  const security = securityIndexes();
  const missing: string[] = [];
  for (const [name = '', arch = '', version = ''] of installed) {
    const best = offered(`${name}:${arch}`)
      .filter(({ indexes }) => indexes.some((index) => security.has(index)))
      .map((one) => one.version)
      .filter((one) => one !== version && isAbove(one, version))
      .reduce<string | null>((top, one) => (top === null || isAbove(one, top) ? one : top), null);
    if (best !== null) missing.push(`${name}:${arch} ${version} -> ${best}`);
  }
  return missing.sort();

  function offered(name: string): { version: string; indexes: string[] }[] {
    const block = blocks.get(name) ?? blocks.get(name.slice(0, name.lastIndexOf(':'))) ?? [];
    const versions: { version: string; indexes: string[] }[] = [];
    for (const line of block) {
      const version = /^ (?:\*\*\*|   ) (\S+) -?\d+/.exec(line)?.[1];
      const index = /^ {8,}-?\d+ (\S+ \S+ \S+) Packages$/.exec(line)?.[1];
      if (version) versions.push({ version, indexes: [] });
      else if (index) versions.at(-1)?.indexes.push(index);
    }
    return versions;
  }
}

const names = run('dpkg-query', ['-W', '-f', '${Package}:${Architecture}\n']).split('\n').filter(Boolean);
const blocks = new Map<string, string[]>();
for (const line of run('apt-cache', ['policy', ...names]).split('\n')) {
  if (/^\S+:$/.test(line)) blocks.set(line.slice(0, -1), []);
  else [...blocks.values()].at(-1)?.push(line);
}

/** `URI SUITE/COMPONENT ARCH` of the indexes whose Release file says security. */
function securityIndexes(): Set<string> {
  const found = new Set<string>();
  let index = '';
  for (const line of run('apt-cache', ['policy']).split('\n')) {
    index = /^ +-?\d+ (\S+ \S+ \S+) Packages$/.exec(line)?.[1] ?? index;
    if (/^ +release .*(l=Debian-Security|a=[^,]*-security|o=UbuntuESM)/.test(line)) found.add(index);
  }
  return found;
}
