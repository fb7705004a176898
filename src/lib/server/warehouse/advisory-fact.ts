import type { Severity } from '#core/advisory/rank.ts';
import type { Moment } from '#core/sla/due.ts';

/** What one advisory document said of a fix. */
export interface AdvisoryFact {
  readonly fix: string;
  readonly advisory: string;
  /** Instant, or a bare date. */
  readonly released: Moment | null;
  readonly knownExploited: string | null;
  readonly severity: Severity | null;
  readonly cves: readonly string[];
  /** When it was recorded, UTC ms. */
  readonly recordedAt: number;
}
