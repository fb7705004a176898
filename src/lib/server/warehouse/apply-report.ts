import type { ReportedHost } from '#core/advisory/reported-flaw.ts';
import { importerOf } from '#scanners/importers/importer-of.ts';
import type { ReadAs } from '#scanners/importers/importer-of.ts';
import type { AppliedEvent } from './evidence.ts';
import { foldReports } from './fold-reports.ts';
import type { FoldedReports, ReportedScan } from './fold-reports.ts';
import { giveWay } from './give-way.ts';
import { readKnown } from './known-reports.ts';
import type { KnownReports, PastReport } from './known-reports.ts';
import { foldLate, isLate, planDrafts } from './late-reports.ts';
import { readOwnEvidence } from './own-evidence.ts';
import { createPlannedSpans } from './planned-spans.ts';
import { noteImport } from './import-entry.ts';
import type { PlannedSpans } from './planned-spans.ts';
import { ranChecks } from './ran-checks.ts';
import type { ReportLoad, Sightings } from './read-sightings.ts';
import type { ApplyingReport, NewScan, ReportContext } from './report-context.ts';
import { byPlace, compareText } from './report-order.ts';
import { tallyAsset } from './report-tally.ts';
import type { ReportTally } from './report-tally.ts';
import { findingsOf, productsOf } from './reported-findings.ts';
import type { ReportedAsset } from './reported-findings.ts';
import { reportScanRow } from './report-scan-row.ts';
import { settleReported } from './settle-reported.ts';
import { stateFixes } from './state-fixes.ts';
import { stateOf } from './stored-flaws.ts';
import type { TableRow } from './tables.ts';
import { writeSpans } from './write-spans.ts';

export interface ReportEvent extends ReadAs {
  readonly artifact: string;
  readonly fileName: string;
  readonly zone: string;
  /** ISO instant. */
  readonly receivedAt: string;
  /** Which asset each host is, decided when the event was appended. */
  readonly hosts: readonly { readonly key: string; readonly assetId: string }[];
  /** The event that took in the same file, which this one replaces: somebody said otherwise what it holds. */
  readonly replaces?: number | undefined;
}

/** Flaws of the assets that are worked on at once. */
const BATCH_FLAWS = 2500;

/**
 * Apply one report of another tool: a scan row per host, the spans of its flaws, the findings that follow, and its
 * counts. A report that is older than others of the same tool has the reports of its assets folded anew in the order of
 * their start, so that the same reports give the same state however they arrive.
 */
export async function applyReport(
  context: ReportContext,
  event: AppliedEvent,
  body: ReportEvent,
): Promise<void> {
  const { artifact, format, mapping, holds, fileName, zone, replaces } = body;
  const receivedAt = Date.parse(body.receivedAt);
  const load: ReportLoad = { artifact, format, mapping, holds, fileName, zone, receivedAt };
  const read = await context.evidence.sightings(load, null);
  if (replaces !== undefined) await context.writer.run('replace-scans', { seq: event.seq, replaces });
  const applying = {
    context,
    event,
    load,
    tool: importerOf(load).tool,
    tally: tallyOf(read),
    planned: createPlannedSpans(read.kept),
    again: replaces !== undefined,
  };
  await stateFixes(applying, read);
  const assets = placeHosts(applying, read, body.hosts);
  for (const batch of batches(applying, assets, read)) await applyBatch(applying, batch);
  await writeSpans(applying, load, { planned: applying.planned, hosts: null });
  for (const assetId of assets.keys()) context.reported.add(assetId);
  const row = loadRow(applying, read, assets.size);
  context.writer.append('report_load', [row]);
  const { flaws, findings, unchanged, reopened, closed } = applying.tally.counts;
  const counts = { flaws, findings, new: applying.tally.counts.new, unchanged, reopened, closed };
  const said = holds === undefined ? {} : { holds };
  const receipt = { tool: applying.tool, assets: assets.size, records: read.records, ...counts, ...said };
  noteImport(context.writer, event, { kind: 'report', format, fileName, receipt });
}

interface Applying extends ApplyingReport {
  readonly tally: ReportTally;
  /** The spans that begin with this report. */
  readonly planned: PlannedSpans;
  /** It replaces what the same file brought before. */
  readonly again: boolean;
}

function tallyOf({ skipped }: Sightings): ReportTally {
  const counts = { flaws: 0, findings: 0, new: 0, unchanged: 0, reopened: 0, closed: 0 };
  const left = new Map(skipped);
  const skip = (reason: string, n = 1) => void left.set(reason, (left.get(reason) ?? 0) + n);
  return { counts, skipped: left, skip };
}

type PlacedScans = Map<string, Omit<NewScan, 'flaws'>[]>;

/** The scans of the report by asset; flaws of a host that it does not describe are left out. */
function placeHosts(
  { load, tally, planned, again }: Applying,
  read: Sightings,
  hosts: ReportEvent['hosts'],
): PlacedScans {
  const assets: PlacedScans = new Map();
  const stated = new Map(read.stated());
  for (const { key, assetId } of hosts) {
    const described = read.hosts.get(key);
    if (!described) continue;
    stated.delete(key);
    const scan = { ...scanOf(load, described, read.facts.madeAt), described, again };
    planned.describe(scan, { assetId, timeAssumed: described.timeAssumed });
    const known = assets.get(assetId);
    if (known) known.push(scan);
    else assets.set(assetId, [scan]);
  }
  for (const flaws of stated.values()) tally.skip('of a host that the report does not describe', flaws);
  return assets;
}

function scanOf(load: ReportLoad, host: ReportedHost, madeAt: string | null): Omit<ReportedScan, 'flaws'> {
  const at = host.startedAt ?? madeAt;
  return {
    artifact: load.artifact,
    scanId: load.artifact.slice(0, 32),
    host: host.key,
    at: at === null ? load.receivedAt : Date.parse(at),
    login: host.credentialed === true,
    complete: host.complete,
    ran: ranChecks(host),
  };
}

type Batch = ReadonlyMap<string, NewScan[]>;

/** Some assets at a time, with their flaws: never all flaws of a large report as objects. */
function* batches({ tally }: Applying, assets: PlacedScans, { flawsOf }: Sightings): Generator<Batch> {
  let batch = new Map<string, NewScan[]>();
  let flaws = 0;
  for (const [assetId, placed] of assets) {
    const scans = placed.map((scan): NewScan => {
      const { flaws, repeated } = flawsOf(scan.host);
      if (repeated > 0) tally.skip('the same flaw again on the same host', repeated);
      return { ...scan, flaws };
    });
    batch.set(assetId, scans.sort(byPlace));
    // An asset without a flaw has its cost too.
    flaws += scans.reduce((sum, scan) => sum + scan.flaws.size, 10);
    if (flaws < BATCH_FLAWS) continue;
    yield batch;
    batch = new Map();
    flaws = 0;
  }
  if (batch.size > 0) yield batch;
}

async function applyBatch(applying: Applying, batch: Batch): Promise<void> {
  const { context, event, tool, load, tally } = applying;
  const known = await readKnown(context, [...batch.keys()]);
  const late = await foldLate(applying, { batch, known });
  const folded = new Map<string, FoldedReports>();
  for (const [assetId, scans] of batch) {
    const spans = (known.flaws.get(assetId) ?? []).filter((span) => span.tool === tool);
    folded.set(assetId, late.get(assetId) ?? foldReports(tool, { state: stateOf(spans), spans }, scans));
    await giveWay();
  }
  const assets: ReportedAsset[] = [];
  for (const [assetId, fold] of folded) {
    const confirmed = context.adjudications.confirmedOf(assetId);
    assets.push(reportedAsset(tool, { assetId, fold, known, batch, confirmed }));
    await giveWay();
  }
  const own = await readOwnEvidence(context, known.own, productsOf(assets));
  const findings: ReturnType<typeof findingsOf>[] = [];
  for (const asset of assets) {
    findings.push(findingsOf(asset, own));
    await giveWay();
  }
  const all = findings.flatMap((some) => [...some.values()]);
  const settled = await settleReported(context, event.seq, all);
  for (const [index, { stated }] of assets.entries())
    tallyAsset(tally, { stated, findings: findings[index] ?? new Map() }, settled);
  for (const [assetId, fold] of folded) {
    await giveWay();
    for (const { flawId, at } of fold.ended)
      context.writer.close('reported_flaw', { assetId, at, seq: event.seq }, [flawId]);
    for (const scan of batch.get(assetId) ?? []) {
      context.writer.append('scan', [reportScanRow(scan, { assetId, tool, load, event })]);
      planDrafts(applying.planned, scan, fold.drafts.get(scan) ?? new Map());
    }
  }
}

interface Folding {
  readonly assetId: string;
  readonly fold: FoldedReports;
  readonly known: KnownReports;
  readonly batch: Batch;
  readonly confirmed: ReadonlySet<string>;
}

function reportedAsset(tool: string, { assetId, fold, known, batch, confirmed }: Folding): ReportedAsset {
  const scans = batch.get(assetId) ?? [];
  const stored = known.flaws.get(assetId) ?? [];
  const past = known.reports.get(assetId) ?? [];
  return {
    assetId,
    spans: [...stored.filter((span) => span.tool !== tool), ...fold.spans],
    reports: [...past, ...scans.map((scan) => pastReport(tool, scan))].sort(byPlace),
    stored,
    confirmed,
    touched: isLate(tool, past, scans) ? null : fold.touched,
    stated: scans.flatMap(({ flaws }) => [...flaws.values()]),
  };
}

function pastReport(tool: string, scan: NewScan): PastReport {
  return { ...scan, tool, narrow: scan.described.ran?.narrow ?? false };
}

function loadRow(
  { event, load, tally }: Applying,
  { facts, hosts, records }: Sightings,
  assets: number,
): TableRow<'report_load'> {
  const left = [...tally.skipped].map(([reason, n]) => ({ reason, n }));
  return {
    seq: event.seq,
    artifact: load.artifact,
    format: load.format,
    tool: facts.tool,
    tool_version: facts.toolVersion,
    file_name: load.fileName,
    zone: load.zone,
    time_assumed: [...hosts.values()].some(({ timeAssumed }) => timeAssumed),
    received_at: load.receivedAt,
    recorded_at: Date.parse(event.recordedAt),
    made_at: facts.madeAt === null ? null : Date.parse(facts.madeAt),
    assets,
    records,
    ...tally.counts,
    skipped: JSON.stringify(left.sort((a, b) => b.n - a.n || compareText(a.reason, b.reason))),
    mapping: load.mapping === undefined ? null : JSON.stringify(load.mapping),
  };
}
