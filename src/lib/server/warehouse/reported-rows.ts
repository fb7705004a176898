import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import { findingsOfFlaw } from '#core/reports/finding-of-flaw.ts';
import { flawFacts } from '#core/reports/flaw-identity.ts';
import type { ReportDocuments } from '#scanners/importers/report-file.ts';
import { importerOf } from '#scanners/importers/importer-of.ts';
import type { SpanDraft } from './fold-reports.ts';
import type { PlannedSpans } from './planned-spans.ts';
import { flawId, readReport } from './read-sightings.ts';
import type { ReportLoad } from './read-sightings.ts';
import { FIX_PART } from './stored-flaws.ts';
import type { TableRow } from './tables.ts';

const MAX_EVIDENCE = 1000;

/** Spans that begin with a report, of which the rows are to be written. */
export interface PlannedRows {
  readonly load: ReportLoad;
  readonly planned: PlannedSpans;
  readonly seq: number;
  /** As the report was read before: only flaws of these hosts were kept; null = of all. */
  readonly hosts: ReadonlySet<string> | null;
}

interface Writing extends Omit<PlannedRows, 'planned'> {
  readonly planned: Pick<PlannedSpans, 'at'>;
}

/** Reads a report once more, for the texts of the spans that begin with it. */
export function writeReportedRows(
  documents: ReportDocuments,
  { load, planned, seq, hosts }: Writing,
  add: (row: TableRow<'reported_flaw'>) => void,
): void {
  const { tool } = importerOf(load);
  const scanId = load.artifact.slice(0, 32);
  let ordinal = -1;
  readReport(documents, load, {
    host: () => undefined,
    skip: () => undefined,
    flaw: (flaw) => {
      if (hosts && !hosts.has(flaw.host)) return;
      const findings = findingsOfFlaw(tool, flaw);
      if (findings.fixes.length === 0) return;
      ordinal += 1;
      const span = planned.at(ordinal, flaw.host);
      if (!span) return;
      add({
        asset_id: span.assetId,
        tool,
        flaw_id: flawId(tool, flaw),
        time_assumed: span.timeAssumed,
        scan_id: scanId,
        finding_fixes: findings.fixes.join(FIX_PART),
        ...spanColumns(span, seq),
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
