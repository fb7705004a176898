import type { Team } from './organisation.ts';
import type { DemoRank } from './patch-behaviour.ts';

/** What really became of one finding: the measure of what the product later says. */
export interface FindingTruth {
  readonly host: string;
  readonly team: Team;
  readonly product: string;
  readonly rank: DemoRank;
  readonly fix: string;
  readonly detectedAt: number;
  /** UTC ms; null = still open at the end. */
  fixedAt: number | null;
  verifiedAt: number | null;
  /** When a scan saw the same fix missing again. */
  reopenedAt: number | null;
}
