import type { FindingPackage, LoadedProgram } from '#core/advisory/finding-state.ts';
import { isKernelPackage } from '#core/advisory/kernel.ts';

interface Stated {
  readonly state: string;
  readonly packages: readonly FindingPackage[];
}

/**
 * How it is known which code runs of a fix that is installed: `seen` = files in use were looked at, `inferred` = from
 * when programs were started, `not-seen` = the version alone decided. null = not installed yet, or gone, or a kernel,
 * which is judged by what booted.
 */
export function loadStateOf({ state, packages }: Stated): 'seen' | 'inferred' | 'not-seen' | null {
  if (state !== 'fixed' && state !== 'old_code_running') return null;
  if (packages.some(({ name }) => isKernelPackage(name))) return null;
  return packages.find(({ load }) => load)?.load?.known ?? 'not-seen';
}

/** Programs that run old code of the finding's product, as the last scan that could tell saw them. */
function oldPrograms({ state, packages }: Stated): readonly LoadedProgram[] {
  return state === 'old_code_running' ? packages.flatMap(({ load }) => load?.programs ?? []) : [];
}

/** Why a finding whose fix is installed is open: which program, since when, and how that is known. */
export function oldCodeReasons(finding: Stated) {
  return oldPrograms(finding).map(({ name, startedAt, known }) => {
    const since = `${new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    const how =
      known === 'seen'
        ? 'seen: it uses files that are no longer the ones on disk'
        : 'inferred: it was started before the update came';
    return {
      code: 'old-code-running',
      message: `${name}, running since ${since}, still runs the old code (${how}).`,
      remedy: `Restart ${name}, then scan again.`,
    };
  });
}

/** A package with the instants of its programs as text. */
export function withLoadTimes<Package extends FindingPackage>({ load, ...pkg }: Package) {
  if (!load) return pkg;
  const programs = load.programs.map((program) => ({
    ...program,
    startedAt: new Date(program.startedAt).toISOString(),
  }));
  return { ...pkg, load: { known: load.known, programs } };
}
