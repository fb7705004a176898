/** Which editions of a build have an end of their own, as endoflife.date marks them; '' = one end for the rest. */
type Edition = '' | 'e' | 'w' | 'e-lts' | 'iot-lts';

const BOTH: readonly Edition[] = ['e', 'w'];
const ALL: readonly Edition[] = ['e', 'w', 'e-lts', 'iot-lts'];
const ONE: readonly Edition[] = [''];

/**
 * Windows by build as endoflife.date names its releases (product `windows`: `11-24h2-w`, `latest` names the build);
 * (E) Enterprise, Education, IoT Enterprise; (W) Home, Pro; LTS the Long-Term Servicing Channel.
 * Source: endoflife-date/endoflife.date, products/windows.md; of 25H2 and 26H1 learn.microsoft.com, Windows release health.
 */
const clients: Readonly<Record<string, readonly [string, readonly Edition[]]>> = {
  '28000': ['11-26h1', BOTH],
  '26200': ['11-25h2', BOTH],
  '26100': ['11-24h2', ALL],
  '22631': ['11-23h2', BOTH],
  '22621': ['11-22h2', BOTH],
  '22000': ['11-21h2', BOTH],
  '19045': ['10-22h2', ONE],
  '19044': ['10-21h2', ALL],
  '19043': ['10-21h1', ONE],
  '19042': ['10-20h2', BOTH],
  '19041': ['10-2004', ONE],
  '18363': ['10-1909', BOTH],
  '18362': ['10-1903', ONE],
  '17763': ['10-1809', ['e', 'w', 'e-lts']],
  '17134': ['10-1803', BOTH],
  '16299': ['10-1709', BOTH],
  '15063': ['10-1703', BOTH],
  '14393': ['10-1607', ['e', 'w', 'e-lts']],
  '10586': ['10-1511', ONE],
  '10240': ['10-1507', ['', 'e-lts']],
  '9600': ['8.1', ONE],
  '9200': ['8', ONE],
  '7601': ['7-sp1', ONE],
};

/** Windows Server by build (products/windows-server.md); two releases share build 17763. */
const servers: Readonly<Record<string, readonly string[]>> = {
  '26100': ['2025'],
  '25398': ['23h2-ac'],
  '20348': ['2022'],
  '19042': ['20h2-sac'],
  '19041': ['2004-sac'],
  '18363': ['1909-sac'],
  '18362': ['1903-sac'],
  '17763': ['2019', '1809-sac'],
  '17134': ['1803-sac'],
  '16299': ['1709-sac'],
  '14393': ['2016'],
  '9600': ['2012-r2'],
  '9200': ['2012'],
  '7601': ['2008-r2-sp1'],
  '6003': ['2008-sp2'],
};

/**
 * The releases that a Windows host may be, as feeds of releases name them: one where build and edition tell, all that
 * share the build where they do not, none where the build is not known.
 * @param name as the host or its inventory says it, with the edition where it is told
 * @param build `22631`; null = not told
 * @example windowsReleases('Windows 11 Pro', '22631') // ['windows 11-23h2-w']
 */
export function windowsReleases(name: string, build: string | null): readonly string[] {
  const plain = name.toLowerCase().replaceAll(/[®™]/g, '');
  if (/\bserver\b/.test(plain)) return serverReleases(plain, build).map((one) => `windows-server ${one}`);
  const [cycle, editions] = clients[build ?? ''] ?? [];
  if (cycle === undefined || editions === undefined) return [];
  const told = editionOf(plain, editions);
  return (told === null ? editions : [told]).map(
    (one) => `windows ${one === '' ? cycle : `${cycle}-${one}`}`,
  );
}

/** The year in the name says it where the build does not, and where two share it. */
function serverReleases(name: string, build: string | null): readonly string[] {
  const [, year, second] = /\bserver (20(?:12|16|19|22|25))( r2)?\b/.exec(name) ?? [];
  const named = year === undefined ? null : `${year}${second === undefined ? '' : '-r2'}`;
  const channel = /\bversion (\w{4})\b/.exec(name)?.[1] ?? null;
  if (build === null) return named === null ? [] : [named];
  const found = servers[build] ?? [];
  const told = found.filter((one) => one === named || one.startsWith(`${channel}-`));
  return told.length === 1 ? told : found;
}

/** null = the name does not say. A name that says Enterprise and not LTSC is no LTSC: Windows' own names do say it. */
function editionOf(name: string, editions: readonly Edition[]): Edition | null {
  const [only] = editions;
  if (editions.length === 1 && only !== undefined) return only;
  const wanted = wantedEditions(name);
  return wanted.find((one) => editions.includes(one)) ?? null;
}

function wantedEditions(name: string): readonly Edition[] {
  if (/\blts[cb]\b|\b(?:iot)?enterprises\b/.test(name))
    return name.includes('iot') ? ['iot-lts', 'e-lts'] : ['e-lts'];
  // "Pro Education" and "Pro for Workstations" end with Pro; EditionID of Home is "Core".
  if (/\b(?:pro|professional|home|core)\b/.test(name)) return ['w', ''];
  return /\b(?:enterprise|education)\b/.test(name) ? ['e', ''] : [];
}

const EDITIONS: Readonly<Record<string, string>> = {
  e: 'Enterprise, Education',
  w: 'Home, Pro',
  'e-lts': 'Enterprise LTSC',
  'iot-lts': 'IoT Enterprise LTSC',
};

/**
 * A release as people read it.
 * @example releaseLabel('windows 11-23h2-w') // 'Windows 11 23H2 (Home, Pro)'
 * @example releaseLabel('debian 12') // 'debian 12'
 */
export function releaseLabel(subject: string): string {
  const [, server] = /^windows-server (.+)$/.exec(subject) ?? [];
  if (server !== undefined) return `Windows Server ${server.replaceAll('-', ' ').toUpperCase()}`;
  const [, major, version, edition] =
    /^windows (\d+(?:\.\d+)?)(?:-(\w+?))?(?:-(e-lts|iot-lts|e|w))?$/.exec(subject) ?? [];
  if (major === undefined) return subject;
  const release = ['Windows', major, version?.toUpperCase()].filter((part) => part !== undefined).join(' ');
  const editions = edition === undefined ? undefined : EDITIONS[edition];
  return editions === undefined ? release : `${release} (${editions})`;
}

interface Named {
  readonly product: string;
  readonly release: string;
  readonly either?: readonly Named[];
}

/** A release, or those that it may be: `Windows 11 23H2 (Home, Pro)`, `debian 12`. */
export function supportLabel({ product, release, either }: Named): string {
  const named = either ?? [{ product, release }];
  return named.map((one) => releaseLabel(`${one.product} ${one.release}`)).join(' or ');
}
