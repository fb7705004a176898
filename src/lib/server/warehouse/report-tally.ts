import type { ReportedFinding, Settled } from './settle-reported.ts';
import type { StatedFlaw } from './read-sightings.ts';

/** What a report brought, counted in findings; `flaws` = its records that stand behind them. */
export interface ReportCounts {
  flaws: number;
  findings: number;
  new: number;
  unchanged: number;
  reopened: number;
  closed: number;
}

export interface ReportTally {
  readonly counts: ReportCounts;
  /** Records that bring no finding, by reason. */
  readonly skipped: ReadonlyMap<string, number>;
  readonly skip: (reason: string, n?: number) => void;
}

interface CountedAsset {
  /** Flaws that the report states of the asset. */
  readonly stated: Iterable<StatedFlaw>;
  /** Findings by key: those that changed, and all that are stated. */
  readonly findings: ReadonlyMap<string, ReportedFinding>;
}

/** Counts what one report says of one asset: each of its flaws, and each finding once. */
export function tallyAsset(
  tally: ReportTally,
  { stated, findings }: CountedAsset,
  { before }: Settled,
): void {
  const { counts } = tally;
  const named = new Set<string>();
  for (const { status, about } of stated) {
    if (status === 'fixed') tally.skip('reported as fixed');
    else if (status === 'not-affected') tally.skip('reported as not affected');
    else {
      const own = about.keys.filter((key) => (findings.get(key)?.rows.length ?? 0) > 0);
      if (own.length === 0) tally.skip('our own scans judge this product: see second opinions');
      else counts.flaws += 1;
      for (const key of own) named.add(key);
    }
  }
  for (const [key, finding] of findings) {
    const was = before.get(finding) ?? 'none';
    const isOpen = finding.rows.at(-1)?.state !== 'fixed' && finding.rows.length > 0;
    if (named.has(key)) counts[kindOf(was, isOpen, finding.isTouched)] += 1;
    else if (was === 'open' && !isOpen) counts.closed += 1;
  }
  counts.findings = counts.new + counts.unchanged + counts.reopened;
}

function kindOf(
  was: 'open' | 'closed' | 'none',
  isOpen: boolean,
  isTouched: boolean,
): 'new' | 'unchanged' | 'reopened' {
  if (!isTouched || was === 'open') return 'unchanged';
  if (was === 'none') return 'new';
  return isOpen ? 'reopened' : 'unchanged';
}
