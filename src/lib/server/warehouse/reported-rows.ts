import type { ReportedFlaw, ReportedHost } from '#core/advisory/reported-flaw.ts';
import { findingsOfFlaw } from '#core/reports/finding-of-flaw.ts';
import { flawFacts } from '#core/reports/flaw-identity.ts';
import type { FlawStatus } from '#core/reports/track-reported.ts';
import type { ReportDocuments } from '#scanners/importers/report-file.ts';
import { reportImporters } from '#scanners/importers/reports.ts';
import type { SpanDraft } from './fold-reports.ts';
import { flawId, readReport } from './read-sightings.ts';
import type { ReportLoad } from './read-sightings.ts';
import { FIX_PART } from './stored-flaws.ts';
import type { TableRow } from './tables.ts';

const MAX_EVIDENCE = 1000;

/** The spans that begin with one scan of a report. */
export interface DraftedHost {
  readonly assetId: string;
  readonly timeAssumed: boolean;
  /** Flaw → the span that begins here; emptied as its rows are found. */
  readonly drafts: Map<string, SpanDraft>;
}

/** What a scan says of a flaw whose span has this status. */
const statedAs: Readonly<Record<FlawStatus, ReportedFlaw['status']>> = {
  open: 'open',
  accepted: 'accepted',
  claimed: 'fixed',
};

/** Reads a report once more, for the texts of the spans that begin with it. */
export function writeReportedRows(
  documents: ReportDocuments,
  { load, hosts, seq }: { load: ReportLoad; hosts: ReadonlyMap<string, DraftedHost>; seq: number },
  add: (row: TableRow<'reported_flaw'>) => void,
): void {
  const { tool } = reportImporters[load.format];
  const scanId = load.artifact.slice(0, 32);
  readReport(documents, load, {
    host: (_host: ReportedHost) => undefined,
    skip: () => undefined,
    flaw: (flaw) => {
      const host = hosts.get(flaw.host);
      if (!host || host.drafts.size === 0) return;
      const id = flawId(tool, flaw);
      const draft = host.drafts.get(id);
      if (!draft || statedAs[draft.life.status] !== flaw.status) return;
      const { fixes } = findingsOfFlaw(tool, flaw);
      if (fixes.length === 0) return;
      host.drafts.delete(id);
      add({
        asset_id: host.assetId,
        tool,
        flaw_id: id,
        time_assumed: host.timeAssumed,
        scan_id: scanId,
        finding_fixes: fixes.join(FIX_PART),
        ...spanColumns(draft, seq),
        ...flawColumns(flaw),
      });
    },
  });
}

function spanColumns({ life, untilAt }: SpanDraft, seq: number) {
  return {
    valid_from: life.fromAt,
    valid_to: untilAt,
    opened_seq: seq,
    closed_seq: untilAt === null ? null : seq,
    superseded_seq: null,
    state: life.status,
    by_login: life.byLogin,
    first_detected: life.firstDetectedAt,
    reopen_no: life.reopenNo,
  };
}

function flawColumns(flaw: ReportedFlaw) {
  const { product, cvss } = flaw;
  return {
    check_id: flaw.check,
    product: product?.name ?? '',
    arch: product?.arch ?? '',
    port: flaw.port ?? '',
    facts: flawFacts(flaw),
    title: flaw.title,
    severity: flaw.severity,
    cvss: cvss === null ? null : JSON.stringify(cvss),
    fixes: JSON.stringify(flaw.fixes),
    cves: JSON.stringify(flaw.cves),
    installed: product?.installed ?? null,
    fixed: product?.fixed ?? null,
    scheme: product?.scheme ?? null,
    tool_first_seen: flaw.firstSeen === null ? null : Date.parse(flaw.firstSeen),
    evidence: flaw.evidence.slice(0, MAX_EVIDENCE),
    remedy: flaw.remedy === null ? null : flaw.remedy.slice(0, MAX_EVIDENCE),
  };
}
