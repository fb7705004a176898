import type { ReportedFlaw } from '#core/advisory/reported-flaw.ts';
import { findingsOfFlaw } from '#core/reports/finding-of-flaw.ts';
import type { ReportDocuments } from '#scanners/importers/report-file.ts';
import { importerOf } from '#scanners/importers/importer-of.ts';
import type { PlannedSpan, PlannedSpans } from './planned-spans.ts';
import { readReport } from './read-sightings.ts';
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
      add(rowOf(flaw, span, { tool, scanId, seq, fixes: findings.fixes.join(FIX_PART) }));
    },
  });
}

interface RowFacts {
  readonly tool: string;
  readonly scanId: string;
  readonly seq: number;
  readonly fixes: string;
}

/** One object made at once: a million times, putting three together takes seconds. */
function rowOf(flaw: ReportedFlaw, span: PlannedSpan, facts: RowFacts): TableRow<'reported_flaw'> {
  const { product, cvss } = flaw;
  const { life, untilAt } = span;
  return {
    asset_id: span.assetId,
    tool: facts.tool,
    flaw_id: span.flawId,
    valid_from: life.fromAt,
    valid_to: untilAt,
    opened_seq: facts.seq,
    closed_seq: untilAt === null ? null : facts.seq,
    superseded_seq: null,
    check_id: flaw.check,
    product: product?.name ?? '',
    arch: product?.arch ?? '',
    port: flaw.port ?? '',
    state: life.status,
    by_login: life.byLogin,
    facts: span.facts,
    first_detected: life.firstDetectedAt,
    reopen_no: life.reopenNo,
    time_assumed: span.timeAssumed,
    scan_id: facts.scanId,
    title: flaw.title,
    severity: flaw.severity,
    cvss: cvss === null ? null : JSON.stringify(cvss),
    fixes: JSON.stringify(flaw.fixes),
    cves: JSON.stringify(flaw.cves),
    installed: product?.installed ?? null,
    fixed: product?.fixed ?? null,
    scheme: product?.scheme ?? null,
    finding_fixes: facts.fixes,
    tool_first_seen: flaw.firstSeen === null ? null : Date.parse(flaw.firstSeen),
    evidence: flaw.evidence.slice(0, MAX_EVIDENCE),
    remedy: flaw.remedy === null ? null : flaw.remedy.slice(0, MAX_EVIDENCE),
  };
}
