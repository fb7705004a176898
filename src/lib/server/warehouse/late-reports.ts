import type { MappingDocument } from '#scanners/importers/column-mapping.ts';
import { importerOf, isMappingFormat } from '#scanners/importers/importer-of.ts';
import { isReportFormat } from '#scanners/importers/reports.ts';
import { foldReports } from './fold-reports.ts';
import type { FoldedReports, ReportedScan, SpanDraft } from './fold-reports.ts';
import type { KnownReports, PastReport } from './known-reports.ts';
import { createPlannedSpans } from './planned-spans.ts';
import type { PlannedSpans } from './planned-spans.ts';
import type { ReportLoad } from './read-sightings.ts';
import type { ApplyingReport, NewScan } from './report-context.ts';
import { ranChecks } from './ran-checks.ts';
import { byPlace } from './report-order.ts';
import { writeSpans } from './write-spans.ts';

interface Batch {
  /** New scans by asset, in the order of their start. */
  readonly batch: ReadonlyMap<string, readonly NewScan[]>;
  readonly known: KnownReports;
}

/** True when a newer report of the tool about the asset was there before, or the same one, taken otherwise. */
export function isLate(
  tool: string,
  past: readonly PastReport[] | undefined,
  scans: readonly NewScan[] | undefined,
): boolean {
  if (scans?.some(({ again }) => again)) return true;
  const last = past?.findLast((scan) => scan.tool === tool);
  const [first] = scans ?? [];
  return last !== undefined && first !== undefined && byPlace(last, first) > 0;
}

/**
 * Fold all reports of a tool about these assets anew, in the order of their start; what was told of them until now is
 * superseded, so that an answer given before stays reproducible. The spans of the newly arrived report are left to the
 * caller to write.
 */
export async function foldLate(
  applying: ApplyingReport,
  { batch, known }: Batch,
): Promise<Map<string, FoldedReports>> {
  const { context, event, tool } = applying;
  const late = [...batch.keys()].filter((asset) => isLate(tool, known.reports.get(asset), batch.get(asset)));
  if (late.length === 0) return new Map();
  await context.writer.run('supersede-reported', { asset_ids: late, tool, seq: event.seq });
  const past = late.flatMap((assetId) =>
    (known.reports.get(assetId) ?? [])
      .filter((scan) => scan.tool === tool)
      .map((scan) => ({ ...scan, assetId })),
  );
  const loads = await loadsOf(applying, past);
  const { scans, planned } = await readPast(applying, loads, past);
  const folded = new Map<string, FoldedReports>();
  for (const assetId of late) {
    const all = [...(scans.get(assetId) ?? []), ...(batch.get(assetId) ?? [])].sort(byPlace);
    const fold = foldReports(tool, { state: new Map(), spans: [] }, all);
    folded.set(assetId, fold);
    for (const [scan, drafts] of fold.drafts) planDrafts(planned.get(scan.artifact)?.planned, scan, drafts);
  }
  for (const [artifact, plan] of planned) {
    const load = loads.get(artifact);
    if (load) await writeSpans(applying, load, plan);
  }
  return folded;
}

/** Plan the spans that a scan begins, each with the record that states it. */
export function planDrafts(
  planned: PlannedSpans | undefined,
  scan: ReportedScan,
  drafts: ReadonlyMap<string, SpanDraft>,
): void {
  for (const [flaw, draft] of drafts) {
    const ordinal = scan.flaws.get(flaw)?.ordinal;
    if (ordinal !== undefined) planned?.plan(ordinal, scan.host, draft);
  }
}

type PastOfAsset = PastReport & { readonly assetId: string };

interface PastPlan {
  readonly planned: PlannedSpans;
  readonly hosts: ReadonlySet<string>;
}

/** The flaws of earlier reports, of these assets alone; each report is read once. */
async function readPast(
  { context }: ApplyingReport,
  loads: ReadonlyMap<string, ReportLoad>,
  past: readonly PastOfAsset[],
) {
  const scans = new Map<string, ReportedScan[]>();
  const plans = new Map<string, PastPlan>();
  for (const [artifact, wanted] of Map.groupBy(past, (scan) => scan.artifact)) {
    const load = loads.get(artifact);
    if (!load) continue;
    const hosts = new Set(wanted.map(({ host }) => host));
    const read = await context.evidence.sightings(load, hosts);
    const planned = createPlannedSpans(read.kept);
    for (const { assetId, scanId, host, at, login, complete } of wanted) {
      const described = read.hosts.get(host);
      const { flaws } = read.flawsOf(host);
      const scan = { artifact, scanId, host, at, login, complete, ran: ranChecks(described), flaws };
      planned.describe(scan, { assetId, timeAssumed: described?.timeAssumed ?? false });
      const known = scans.get(assetId);
      if (known) known.push(scan);
      else scans.set(assetId, [scan]);
    }
    plans.set(artifact, { planned, hosts });
  }
  return { scans, planned: plans };
}

/** How the reports of these scans are to be read. */
async function loadsOf(
  { context, tool }: ApplyingReport,
  past: readonly PastReport[],
): Promise<Map<string, ReportLoad>> {
  const artifacts = [...new Set(past.map(({ artifact }) => artifact))];
  const rows = await context.writer.run('report-loads', { artifacts });
  const loads = new Map<string, ReportLoad>();
  for (const { artifact, format, fileName, zone, receivedAt, mapping: text } of rows) {
    if (!isReportFormat(format) && !isMappingFormat(format)) continue;
    const mapping = text === null ? undefined : (JSON.parse(text) as MappingDocument);
    if (importerOf({ format, mapping }).tool !== tool) continue;
    loads.set(artifact, { artifact, format, mapping, fileName, zone, receivedAt: Date.parse(receivedAt) });
  }
  return loads;
}
