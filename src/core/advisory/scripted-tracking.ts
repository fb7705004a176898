import type { InstallRecord, RunningCode } from '#core/inventory/observation.ts';
import { emptyTracker } from './finding-state.ts';
import type { FindingChange, TrackedScan, TrackerState } from './finding-state.ts';
import { trackFindings } from './track-findings.ts';

/** One scan as tests write it: package names to versions, all of one source and architecture. */
export interface ScriptedScan {
  /** UTC ms. */
  readonly at: number;
  readonly installed: Readonly<Record<string, string>>;
  /** Package → security version above the installed one. */
  readonly missing?: Readonly<Record<string, string>>;
  readonly sufficient?: boolean;
  readonly records?: readonly InstallRecord[];
  readonly kernel?: TrackedScan['kernel'];
  readonly phased?: number;
  readonly scheme?: TrackedScan['scheme'];
  readonly running?: RunningCode;
  /** What every fix asks for besides installing. */
  readonly steps?: string;
  readonly waitsForBoot?: boolean;
}

export interface ScriptedStep {
  readonly state: TrackerState;
  readonly changes: readonly FindingChange[];
}

/** Folds scripted scans, given in order of their start, into the findings of one asset. For tests. */
export function trackScripted(scans: readonly ScriptedScan[]): ScriptedStep[] {
  let state: TrackerState = emptyTracker;
  let previousSufficient: TrackedScan['previousSufficient'] = null;
  return scans.map((scripted, index) => {
    const scan = scanOf(scripted, `scan-${index + 1}`, previousSufficient);
    const step = trackFindings(state, scan);
    state = step.state;
    if (scan.sufficient) previousSufficient = { at: scan.at, scanId: scan.scanId };
    return step;
  });
}

function scanOf(
  {
    at,
    installed,
    missing = {},
    sufficient = true,
    records = [],
    kernel = null,
    phased,
    scheme = 'deb',
    running,
    steps,
    waitsForBoot,
  }: ScriptedScan,
  scanId: string,
  previousSufficient: TrackedScan['previousSufficient'],
): TrackedScan {
  return {
    scanId,
    at,
    sufficient,
    previousSufficient,
    scheme,
    missing: Object.entries(missing).map(([name, securityVersion]) => ({
      name,
      arch: 'amd64',
      source: 'src',
      installed: installed[name] ?? '',
      securityVersion,
      candidate: securityVersion,
      held: false,
      phased: phased ?? null,
      archive: 'security',
    })),
    installed: new Map(Object.entries(installed).map(([name, version]) => [`${name}:amd64`, version])),
    candidateOf: () => null,
    installRecords: records,
    adviceKeys: new Map(),
    kernel,
    ...(waitsForBoot === undefined ? {} : { waitsForBoot }),
    ...(steps === undefined ? {} : { steps: { stepsOf: () => steps, verifiedAt: () => null } }),
    ...(running
      ? { running: { ...running, productOf: (key) => (key.startsWith('lib') ? 'lib' : 'src') } }
      : {}),
  };
}

/** What a row says of a finding's life. */
export function lifeOf({ fix, reopenNo, firstDetectedAt, snapshot }: FindingChange) {
  const { state, fixedAt, reopenedAt } = snapshot;
  return {
    version: fix.slice(fix.indexOf('@') + 1),
    life: reopenNo,
    firstDetectedAt,
    state,
    fixedAt,
    reopenedAt,
  };
}

/** The last row of every finding, in the order they first appeared. */
export function lastRows(steps: readonly ScriptedStep[]): FindingChange[] {
  const rows = steps
    .flatMap(({ changes }) => changes)
    .map((row) => [`${row.fix}#${row.reopenNo}`, row] as const);
  return [...new Map(rows).values()];
}
