import { isReportFormat, reportImporters } from '#scanners/importers/reports.ts';
import { foldReports } from './fold-reports.ts';
import type { FoldedReports, ReportedScan } from './fold-reports.ts';
import type { KnownReports, PastReport } from './known-reports.ts';
import { readSightings } from './read-sightings.ts';
import type { ReportLoad } from './read-sightings.ts';
import type { ApplyingReport, NewScan } from './report-context.ts';
import { byPlace } from './report-order.ts';
import type { DraftedHost } from './reported-rows.ts';
import { writeSpans } from './write-spans.ts';

interface Batch {
  /** New scans by asset, in the order of their start. */
  readonly batch: ReadonlyMap<string, readonly NewScan[]>;
  readonly known: KnownReports;
}

/** True when a newer report of the tool about the asset was there before. */
export function isLate(
  tool: string,
  past: readonly PastReport[] | undefined,
  scans: readonly NewScan[] | undefined,
): boolean {
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
  const { scans, assumed } = readPast(applying, loads, past);
  const folded = new Map<string, FoldedReports>();
  for (const assetId of late) {
    const all = [...(scans.get(assetId) ?? []), ...(batch.get(assetId) ?? [])].sort(byPlace);
    folded.set(assetId, foldReports(tool, { state: new Map(), spans: [] }, all));
  }
  for (const load of loads.values()) {
    const drafted = draftsOf(load.artifact, folded, assumed);
    await writeSpans(applying, load, drafted);
  }
  return folded;
}

type PastOfAsset = PastReport & { readonly assetId: string };

/** The flaws of earlier reports, of these assets alone; each report is read once. */
function readPast(
  { context }: ApplyingReport,
  loads: ReadonlyMap<string, ReportLoad>,
  past: readonly PastOfAsset[],
) {
  const scans = new Map<string, ReportedScan[]>();
  const assumed = new Set<string>();
  for (const [artifact, wanted] of Map.groupBy(past, (scan) => scan.artifact)) {
    const load = loads.get(artifact);
    if (!load) continue;
    const hosts = new Set(wanted.map(({ host }) => host));
    const read = readSightings(context.evidence.report(artifact), load, (host) => hosts.has(host));
    for (const { assetId, scanId, host, at, login, complete } of wanted) {
      const flaws = read.flaws.get(host) ?? new Map();
      const scan = { artifact, scanId, host, at, login, complete, flaws };
      const known = scans.get(assetId);
      if (known) known.push(scan);
      else scans.set(assetId, [scan]);
      if (read.hosts.get(host)?.timeAssumed) assumed.add(placeKey(artifact, host));
    }
  }
  return { scans, assumed };
}

function draftsOf(
  artifact: string,
  folded: ReadonlyMap<string, FoldedReports>,
  assumed: ReadonlySet<string>,
): Map<string, DraftedHost> {
  const drafted = new Map<string, DraftedHost>();
  for (const [assetId, { drafts }] of folded) {
    for (const [{ host, ...scan }, ofScan] of drafts) {
      if (scan.artifact !== artifact) continue;
      const timeAssumed = assumed.has(placeKey(artifact, host));
      drafted.set(host, { assetId, timeAssumed, drafts: new Map(ofScan) });
    }
  }
  return drafted;
}

function placeKey(artifact: string, host: string): string {
  return `${artifact}\n${host}`;
}

/** How the reports of these scans are to be read. */
async function loadsOf(
  { context, tool }: ApplyingReport,
  past: readonly PastReport[],
): Promise<Map<string, ReportLoad>> {
  const artifacts = [...new Set(past.map(({ artifact }) => artifact))];
  const rows = await context.writer.run('report-loads', { artifacts });
  const loads = new Map<string, ReportLoad>();
  for (const { artifact, format, fileName, zone, receivedAt } of rows) {
    if (!isReportFormat(format) || reportImporters[format].tool !== tool) continue;
    loads.set(artifact, { artifact, format, fileName, zone, receivedAt: Date.parse(receivedAt) });
  }
  return loads;
}
