import { PART, flawKey } from '#core/reports/flaw-identity.ts';
import { findingsOfFlaw, isUnfixed } from '#core/reports/finding-of-flaw.ts';
import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import { unique } from './report-identifiers.ts';
import type { ReportSink } from './report-importer.ts';

const ANOTHER_CVE = 'the same result for another CVE';
const AGAIN = 'the same flaw again on the same host';
/** Results that wait for further rows; beyond it they are handed on as they come. */
const MAX_WAITING = 50_000;

/** Takes results of an export that has one row for each CVE. */
export interface RowsByCve extends Pick<ReportSink, 'flaw' | 'skip'> {
  /** Hands on what waited; to be called after the last row. */
  readonly end: () => void;
}

/**
 * A check that names three CVEs has three rows, and is one flaw. Where its fix has a name the rows only repeat it; where
 * there is none, each CVE is a finding of its own (`no-fix:CVE`), and the flaw must name them all. Only such rows wait.
 */
export function rowsByCve(tool: string, sink: ReportSink): RowsByCve {
  const waiting = new Map<string, ReportedFlaw>();
  return {
    skip: sink.skip,
    flaw(flaw) {
      if (flaw.fixes.length > 0 || !findingsOfFlaw(tool, flaw).fixes.some(isUnfixed)) return sink.flaw(flaw);
      const key = [flaw.host, flaw.status, flawKey(tool, flaw)].join(PART);
      const before = waiting.get(key);
      if (before === undefined && waiting.size >= MAX_WAITING) return sink.flaw(flaw);
      if (before === undefined) return void waiting.set(key, flaw);
      const cves = unique([...before.cves, ...flaw.cves]);
      waiting.set(key, { ...before, cves });
      sink.skip(cves.length > before.cves.length ? ANOTHER_CVE : AGAIN);
    },
    end() {
      for (const flaw of waiting.values()) sink.flaw(flaw);
      waiting.clear();
    },
  };
}
