import { parseClock } from '../policy/clock-name.ts';
import type { Clock, ClockName, ClockSource } from '../policy/clock-name.ts';
import { momentAt } from './due.ts';
import type { Moment } from './due.ts';

/** What the start of a clock rests on; `proxy` = first detection stands in for an instant nobody knows yet. */
export type ClockBasis =
  'released' | 'detected' | 'evaluated' | 'kev' | 'advisory' | 'previous-scan' | 'proxy';

/** The instants clocks start at, as far as they are known; a bare date is a local date of the policy's zone. */
export interface ClockFacts {
  readonly firstDetectedAt: number;
  readonly released: Moment | null;
  readonly advisoryPublished?: Moment | null;
  /** null = not on the KEV list. */
  readonly kevListed?: Moment | null;
  /** When a rule was first evaluated on this finding, when it starts its clock. */
  readonly evaluatedAt?: number | null;
  readonly previousScanAt?: number | null;
}

export interface ClockStart {
  readonly startAt: number;
  readonly basis: ClockBasis;
}

type Reading = (facts: ClockFacts, zone: string) => ClockStart | null;

function known(
  moment: Moment | null | undefined,
  basis: ClockBasis,
  facts: ClockFacts,
  zone: string,
): ClockStart {
  if (moment === null || moment === undefined) return { startAt: facts.firstDetectedAt, basis: 'proxy' };
  return { startAt: momentAt(moment, zone), basis };
}

const readings: Record<ClockSource, Reading> = {
  patch_released: (facts, zone) => known(facts.released, 'released', facts, zone),
  // While no release date is known, first detection also stands in for the release: the row says so.
  first_detected: (facts) => ({
    startAt: facts.firstDetectedAt,
    basis: facts.released === null ? 'proxy' : 'detected',
  }),
  evaluated: (facts, zone) => known(facts.evaluatedAt, 'evaluated', facts, zone),
  // Not listed is a fact, not a gap in knowledge: the rule has no clock until the listing.
  kev_listed: (facts, zone) =>
    facts.kevListed === null || facts.kevListed === undefined
      ? null
      : known(facts.kevListed, 'kev', facts, zone),
  advisory_published: (facts, zone) => known(facts.advisoryPublished, 'advisory', facts, zone),
  previous_scan: (facts, zone) => known(facts.previousScanAt, 'previous-scan', facts, zone),
};

function choose(which: 'later' | 'earlier', a: ClockStart | null, b: ClockStart | null): ClockStart | null {
  if (a === null || b === null) return which === 'later' ? null : (a ?? b);
  if (a.startAt === b.startAt) return a.basis === 'proxy' ? a : b;
  return a.startAt > b.startAt === (which === 'later') ? a : b;
}

function read(clock: Clock, facts: ClockFacts, zone: string): ClockStart | null {
  if (typeof clock === 'string') return readings[clock](facts, zone);
  const [a, b] = clock.of;
  return choose(clock.choose, read(a, facts, zone), read(b, facts, zone));
}

/** When a rule's clock starts and what that rests on; null = it has no start (yet), as without a KEV listing. */
export function clockStart(name: ClockName, facts: ClockFacts, zone: string): ClockStart | null {
  return read(parseClock(name), facts, zone);
}
