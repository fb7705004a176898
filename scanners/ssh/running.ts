import type { RunningCode, RunningProgram } from '#core/inventory/observation.ts';
import { eachLine, keyedLines, type SectionText } from './section-lines.ts';

interface Ticking {
  /** The host's own clock, UTC ms. */
  readonly nowAt: number;
  /** The same instant in the ticks that processes are counted in. */
  readonly nowTicks: number;
  readonly perSecond: number;
}

export interface RunningFacts {
  /** null = which programs run could not be seen. */
  readonly running: RunningCode | null;
  readonly notSeen: readonly string[];
}

/**
 * What runs, since when, and of which packages. `namesOf` turns what the package database calls a package into
 * `name:arch` of those that are installed. A collector of before that section sends none, which is told of nothing.
 */
export function parseRunning(
  section: SectionText,
  clock: SectionText,
  namesOf: (owner: string) => readonly string[],
): RunningFacts {
  if (section.text === '') return { running: null, notSeen: [] };
  const values = keyedLines(section.text);
  const ticking = tickingOf(clock, values('hz')[0] ?? '');
  if (values('unseen').length > 0 || ticking === null)
    return {
      running: null,
      notSeen: [
        'Whether programs still run old code: the processes of others are hidden from the scan’s user.',
      ],
    };
  const isMappedSeen = values('maps')[0] === 'seen';
  const running = { programs: programsOf(section.text, { ticking, namesOf }), isMappedSeen };
  return { running, notSeen: isMappedSeen ? [] : [UNMAPPED] };
}

const UNMAPPED =
  'Which libraries running programs still use in an old version: only root sees it. Of programs it is told from when they were started.';

function tickingOf({ text }: SectionText, hz: string): Ticking | null {
  const values = keyedLines(text);
  const now = values('now')[0] ?? '';
  const ticks = values('ticks')[0] ?? '';
  if (!/^\d{19}$/.test(now) || !/^\d{1,15}$/.test(ticks) || !/^[1-9]\d{0,4}$/.test(hz)) return null;
  return { nowAt: Number(now.slice(0, 13)), nowTicks: Number(ticks), perSecond: Number(hz) };
}

interface Reading {
  readonly ticking: Ticking;
  readonly namesOf: (owner: string) => readonly string[];
}

interface Found {
  startedTicks: number;
  readonly paths: Set<string>;
  readonly replaced: Set<string>;
}

function programsOf(text: string, { ticking, namesOf }: Reading): RunningProgram[] {
  const found = new Map<string, Found>();
  const owners = new Map<string, readonly string[]>();
  eachLine(text, (line) => {
    const [key = '', first = '', second = '', third = ''] = line.split('\t');
    if (key === 'process') programOf(found, second, first);
    else if (key === 'replaced') programOf(found, second, first)?.replaced.add(third);
    else if (key === 'program') found.get(first)?.paths.add(second);
    else if (key === 'owner') noteOwner(owners, line.slice('owner\t'.length), namesOf);
  });
  return [...found]
    .map(([name, { startedTicks, paths, replaced }]) => ({
      name,
      startedAt: instantOf(startedTicks, ticking),
      // One of several places that no package owns: which of them runs cannot be told.
      packages: [...paths].every((path) => ownersOf(owners, path).length > 0)
        ? packagesOf(owners, paths)
        : [],
      replaced: packagesOf(owners, replaced),
    }))
    .filter(({ packages, replaced }) => packages.length > 0 || replaced.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function programOf(found: Map<string, Found>, name: string, ticks: string): Found | undefined {
  if (!/^\d{1,15}$/.test(ticks) || !/^[\w+.-]{1,15}$/.test(name)) return undefined;
  const known = found.get(name);
  const startedTicks = Math.min(known?.startedTicks ?? Number.POSITIVE_INFINITY, Number(ticks));
  const program = known ?? { startedTicks, paths: new Set(), replaced: new Set() };
  program.startedTicks = startedTicks;
  found.set(name, program);
  return program;
}

/** `libssl1.1:amd64, other: /path` of dpkg, or `name<TAB>arch<TAB>/path` of rpm. */
function noteOwner(owners: Map<string, readonly string[]>, line: string, namesOf: Reading['namesOf']): void {
  const [name = '', arch, path] = line.split('\t');
  if (arch !== undefined && path !== undefined) {
    owners.set(path, [...(owners.get(path) ?? []), ...namesOf(`${name}:${arch}`)]);
    return;
  }
  const end = line.lastIndexOf(': /');
  if (end < 0) return;
  const names = line.slice(0, end).split(', ').flatMap(namesOf);
  owners.set(line.slice(end + 2), names);
}

function ownersOf(owners: ReadonlyMap<string, readonly string[]>, path: string): readonly string[] {
  return owners.get(path) ?? owners.get(otherPath(path)) ?? [];
}

/** With a merged /usr a file has two paths, of which the package database knows one. */
function otherPath(path: string): string {
  return path.startsWith('/usr/') ? path.slice('/usr'.length) : `/usr${path}`;
}

function packagesOf(owners: ReadonlyMap<string, readonly string[]>, paths: ReadonlySet<string>): string[] {
  return [...new Set([...paths].flatMap((path) => ownersOf(owners, path)))].sort();
}

function instantOf(ticks: number, { nowAt, nowTicks, perSecond }: Ticking): number {
  return Math.floor(nowAt - ((nowTicks - ticks) / perSecond) * 1000);
}
