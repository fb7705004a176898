/** Words of other tools for an operating system, by the id that os-release gives it (os-release(5), `ID`). */
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/(?<![a-z])win(?:dows|(?=\d{2}))/i, 'windows'],
  [/(?<![a-z])ubuntu(?![a-z])/i, 'ubuntu'],
  [/(?<![a-z])debian(?![a-z])/i, 'debian'],
  [/(?<![a-z])rocky(?![a-z])/i, 'rocky'],
  [/(?<![a-z])alma ?linux(?![a-z])/i, 'almalinux'],
  [/(?<![a-z])cent ?os(?![a-z])/i, 'centos'],
  [/(?<![a-z])oracle (?:enterprise )?linux(?![a-z])/i, 'ol'],
  [/(?<![a-z])(?:red ?hat|rhel)(?![a-z])/i, 'rhel'],
  [/(?<![a-z])fedora(?![a-z])/i, 'fedora'],
  [/(?<![a-z])(?:amazon linux|amzn)(?![a-z])/i, 'amzn'],
  [/(?<![a-z])(?:sles|suse linux enterprise)(?![a-z])/i, 'sles'],
  [/(?<![a-z])opensuse(?![a-z])/i, 'opensuse'],
  [/(?<![a-z])alpine(?![a-z])/i, 'alpine'],
  [/(?<![a-z])arch ?linux(?![a-z])/i, 'arch'],
  [/(?<![a-z])freebsd(?![a-z])/i, 'freebsd'],
  [/(?<![a-z])(?:mac ?os|os x|darwin)(?![a-z])/i, 'macos'],
];

/** Guesses over the network name several: `Ubuntu / Tiny Core Linux`, `Debian 11 or Ubuntu 22.04`. */
const GUESSES = /\s+(?:\/|or)\s+/i;

/**
 * Which operating system another tool's words name: `Microsoft Windows Server 2019 Standard` is `windows`. null where
 * they name none that is known here, or guess at several.
 */
export function toldSystem(words: string): string | null {
  const guesses = new Set(words.split(GUESSES).map(systemIn));
  const [only = null] = guesses;
  return guesses.size === 1 ? only : null;
}

function systemIn(words: string): string | null {
  const named = SYSTEMS.filter(([pattern]) => pattern.test(words)).map(([, id]) => id);
  return named.length === 1 ? (named[0] ?? null) : null;
}
