import type { FindingIdentity, FindingSnapshot, TrackedScan } from './finding-state.ts';

/** How feeds say that a fix takes effect with the next boot; a host's boot time verifies it. */
export const REBOOT = 'Reboot.';

/** How feeds say that an installation tells whether it needs a boot (Microsoft: restart required “Maybe”). */
export const REBOOT_IF_ASKED = 'Reboot if the update asks for it.';

/** True for steps that a scan can see done; all others need a person. */
export function isSeenByScans(steps: string | null): boolean {
  return steps === REBOOT || steps === REBOOT_IF_ASKED;
}

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
 * its own; where a boot cannot be seen (a container), the version decides (sla.md). Where only the installation tells
 * whether it needs a boot, a host that waits for none is a proof as well. All other steps need a person.
 * @param installedAt by the host's record, or the first scan that saw it; UTC ms
 */
export function judgeSteps(finding: Reached, scan: TrackedScan, installedAt: number): StepsDone {
  const steps = scan.steps?.stepsOf(finding.snapshot.adviceKey) ?? null;
  if (steps === null) return NONE;
  const verifiedAt = scan.steps?.verifiedAt(finding) ?? null;
  if (verifiedAt !== null) return { done: true, at: verifiedAt };
  const bootedAt = scan.kernel?.bootedAt ?? null;
  if (isSeenByScans(steps) && bootedAt !== null && bootedAt > installedAt)
    return { done: true, at: bootedAt };
  const isSpared =
    steps === REBOOT ? bootedAt === null : steps === REBOOT_IF_ASKED && scan.waitsForBoot === false;
  if (!isSpared || !scan.sufficient) return { done: false, at: null };
  // An earlier scan saw that it was left: when it was done lies between the two.
  return finding.snapshot.state === 'claimed' ? { done: true, at: scan.at } : NONE;
}
