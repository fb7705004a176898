import type { RunningCode, RunningProgram } from '#core/inventory/observation.ts';
import { recordOf } from './close-tier.ts';
import type {
  FindingPackage,
  FindingSnapshot,
  LoadedProgram,
  OpenFinding,
  TrackedScan,
} from './finding-state.ts';
import { isKernel } from './kernel.ts';

/** What runs, with the product that each package belongs to. */
export interface RunningWord extends RunningCode {
  /** Of a key `name:arch`; null = not installed. */
  readonly productOf: (key: string) => string | null;
}

/** What runs of a fix whose version is installed. */
export interface CodeLoad {
  /** Programs that were started before the files of the fix came, or still use the files of before. */
  readonly old: readonly LoadedProgram[];
  /** Programs that were started since. */
  readonly current: readonly LoadedProgram[];
  /** seen = the files in use were looked at; inferred = from starts; null = nothing shows it. */
  readonly known: 'seen' | 'inferred' | null;
}

const UNSEEN: CodeLoad = { old: [], current: [], known: null };

/** Clocks of a host and of its processes are read one after the other; a start within this time is the same one. */
const SAME_START_MS = 5_000;

/**
 * Judges which programs run a fix whose version the scan sees installed. A program is of the fix when a package of the
 * same product holds it, or, where the files in use were looked at, when it uses a replaced file of the product. What
 * was seen to run old code by a scan that saw more than this one does so until its program is seen started anew.
 * @param flawSeenAt the last scan before that saw the flaw; it stands in for an install record
 */
export function judgeLoad(finding: OpenFinding, scan: TrackedScan, flawSeenAt: number): CodeLoad {
  if (isKernel(finding.tiers[0])) return UNSEEN;
  const before = knownOld(finding.snapshot);
  const { running } = scan;
  if (!running) return { old: before, current: [], known: null };
  const since = filesSince(finding, scan) ?? finding.reachedAt ?? flawSeenAt;
  const isOwn = (key: string): boolean => running.productOf(key) === finding.product;
  const old: LoadedProgram[] = [];
  const current: LoadedProgram[] = [];
  for (const program of running.programs) {
    const was = before.find(({ name }) => name === program.name);
    const isUsing = program.replaced.some(isOwn);
    if (!isUsing && !was && !program.packages.some(isOwn)) continue;
    const isSeen = isUsing || (was?.known === 'seen' && !running.isMappedSeen);
    const isStillOld = program.startedAt < since && (isSeen || program.packages.some(isOwn));
    (isStillOld ? old : current).push(loaded(program, isSeen ? 'seen' : 'inferred', was));
  }
  const isShown = old.length > 0 || current.length > 0;
  const inferred = isShown ? 'inferred' : null;
  return { old, current, known: running.isMappedSeen ? 'seen' : inferred };
}

/** When the files of the first tier came, by the host's own record: the last of its packages counts. */
function filesSince(finding: OpenFinding, scan: TrackedScan): number | null {
  const installRecords = scan.installRecords.map((one) => ({ ...one, at: one.unpackedAt ?? one.at }));
  const times = Object.entries(finding.tiers[0].targets)
    .filter(([key]) => scan.installed.has(key))
    .map(([key, target]) => recordOf(key, target, { ...scan, installRecords }))
    .filter((at) => at !== null);
  return times.length > 0 ? Math.max(...times) : null;
}

function loaded(
  { name, startedAt }: RunningProgram,
  known: LoadedProgram['known'],
  was: LoadedProgram | undefined,
): LoadedProgram {
  const isSame = was !== undefined && Math.abs(was.startedAt - startedAt) < SAME_START_MS;
  return { name, startedAt: isSame ? was.startedAt : startedAt, known };
}

/** Programs that the last scan which could tell saw running old code. */
function knownOld({ state, packages }: FindingSnapshot): readonly LoadedProgram[] {
  return state === 'old_code_running' ? packages.flatMap(({ load }) => load?.programs ?? []) : [];
}

/** The rows of a finding with what runs of it: on the first one, since a program may use several packages. */
export function withLoad(
  packages: readonly FindingPackage[],
  programs: readonly LoadedProgram[],
  known: 'seen' | 'inferred',
): readonly FindingPackage[] {
  return packages.map((pkg, index) => (index === 0 ? { ...pkg, load: { known, programs } } : pkg));
}

/**
 * The closing row with what runs of it: a fix takes effect with the start of its programs (sla.md). Where old code ran
 * until after the last scan and no start tells when that ended, this scan is the proof.
 */
export function closeLoad(finding: OpenFinding, closed: FindingSnapshot, load: CodeLoad): FindingSnapshot {
  const packages =
    load.known === null ? closed.packages : withLoad(closed.packages, load.current, load.known);
  const { fixedAt, verifiedAt, flawSeenAt } = closed;
  if (fixedAt === null || verifiedAt === null) return { ...closed, packages };
  const loadedAt = Math.max(fixedAt, ...load.current.map(({ startedAt }) => startedAt));
  const isUnproven = finding.snapshot.state === 'old_code_running' && loadedAt <= (flawSeenAt ?? loadedAt);
  return { ...closed, packages, fixedAt: isUnproven ? verifiedAt : Math.min(loadedAt, verifiedAt) };
}
