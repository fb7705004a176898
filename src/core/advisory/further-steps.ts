import type { FindingIdentity, FindingSnapshot, TrackedScan } from './finding-state.ts';

/** How feeds say that a fix takes effect with the next boot; a host's boot time verifies it. */
export const REBOOT = 'Reboot.';

/** What a fix asks for besides installing, by the word of feeds and of people. */
export interface StepWord {
  /** null = nothing. */
  readonly stepsOf: (adviceKey: string | null) => string | null;
  /** When a person last recorded that the steps were verified, UTC ms; null = nobody has, or it was taken back. */
  readonly verifiedAt: (finding: FindingIdentity) => number | null;
}

interface Reached extends FindingIdentity {
  readonly snapshot: FindingSnapshot;
}

/** Whether the steps of a fix that is installed are done. */
export interface StepsDone {
  readonly done: boolean;
  /** When; null = there are none, or it cannot be told. */
  readonly at: number | null;
}

const NONE: StepsDone = { done: true, at: null };

/**
 * Judges the steps of a fix whose version a scan sees installed. A boot since the version was installed is a proof of
 * its own; where a boot cannot be seen (a container), the version decides (sla.md). All other steps need a person.
 * @param installedAt by the host's record, or the first scan that saw it; UTC ms
 */
export function judgeSteps(finding: Reached, scan: TrackedScan, installedAt: number): StepsDone {
  const steps = scan.steps?.stepsOf(finding.snapshot.adviceKey) ?? null;
  if (steps === null) return NONE;
  const verifiedAt = scan.steps?.verifiedAt(finding) ?? null;
  if (verifiedAt !== null) return { done: true, at: verifiedAt };
  if (steps !== REBOOT) return { done: false, at: null };
  const bootedAt = scan.kernel?.bootedAt ?? null;
  if (bootedAt === null) return scan.sufficient ? NONE : { done: false, at: null };
  return bootedAt > installedAt ? { done: true, at: bootedAt } : { done: false, at: null };
}
