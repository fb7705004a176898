import { z } from 'zod';
import type { PolicyVersion } from '#core/policy/policy.ts';
import { isFeedName } from '#scanners/feeds/index.ts';
import { mappingSchema } from '#scanners/importers/column-mapping.ts';
import { reportHoldings } from '#scanners/importers/held-hosts.ts';
import { isMappingFormat } from '#scanners/importers/importer-of.ts';
import { isReportFormat } from '#scanners/importers/reports.ts';
import {
  adjudicatedFinding,
  applyAdjudications,
  isAdjudicationEvent,
  settleAnew,
} from './apply-adjudication.ts';
import { applyAdvisories } from './apply-advisories.ts';
import { applyExceptionEvent, settleExceptions } from './apply-exception.ts';
import { applyFeed } from './apply-feed.ts';
import { applyNetwork } from './apply-network.ts';
import { applyOwnSay } from './apply-own-say.ts';
import { applyPatchRecord } from './apply-patch-record.ts';
import { applyRankEvents, isRankEvent, rankedAsset, rankedFinding } from './apply-rank.ts';
import { applyReport } from './apply-report.ts';
import { applyScan } from './apply-scan.ts';
import { applyStepRecord } from './apply-step-record.ts';
import type { ReportContext } from './report-context.ts';
import type { AppliedEvent } from './evidence.ts';
import type { ExceptionBook } from './exception-book.ts';
import { noteImport } from './import-entry.ts';
import { reconcileObligations } from './reconcile-obligations.ts';
import { settleOverrides } from './settle-overrides.ts';
import { letWait, showAsset, showWaiting } from './waiting-assets.ts';
import type { WaitingAssets } from './waiting-assets.ts';

export interface Applying extends ReportContext {
  /** Policies known so far; `policy.published` adds to it. */
  readonly policies: PolicyVersion[];
  readonly exceptions: ExceptionBook;
  /** Assets created ahead of their report. */
  readonly waiting: WaitingAssets;
}

type Handler = (applying: Applying, event: AppliedEvent) => Promise<void> | void;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const importedFrom = z.object({ file: z.string(), format: z.string(), batch: z.string() }).optional();
const scanBody = z.object({
  assetId: z.string(),
  artifact: hash,
  jobId: z.string().nullable(),
  importedFrom,
});
const networkBody = z.object({
  artifact: hash,
  jobId: z.string().nullable(),
  hosts: z.array(z.object({ address: z.string(), assetId: z.string() })),
  importedFrom,
});
const assetBody = z.object({
  assetId: z.string(),
  unit: z.string(),
  firstName: z.string(),
  /** The report that it was created ahead of. */
  awaits: z.string().optional(),
});
const unitBody = z.object({ unit: z.string(), name: z.string() });
const groupBody = z.object({
  group: z.string(),
  name: z.string(),
  position: z.number().int(),
  rule: z.record(z.string(), z.array(z.string())).nullable(),
});
const decisionBody = z.object({
  assetId: z.string(),
  decisions: z.array(z.object({ attribute: z.string(), value: z.string().nullable() })),
});
const feedBody = z.object({
  feed: z.string().refine(isFeedName),
  artifact: hash,
  // Absent in events from before files were kept in parts.
  sha256: hash.optional(),
  fileName: z.string(),
  origin: z
    .object({ address: z.string(), etag: z.string().nullable(), lastModified: z.string().nullable() })
    .nullable(),
});
const unchangedBody = z.object({ feed: z.string(), address: z.string() });
const reportBody = z.object({
  artifact: hash,
  format: z.string().refine((format) => isReportFormat(format) || isMappingFormat(format)),
  mapping: mappingSchema.optional(),
  // Both absent unless somebody said what the file holds.
  holds: z.enum(reportHoldings).optional(),
  replaces: z.number().int().optional(),
  fileName: z.string(),
  zone: z.string(),
  receivedAt: z.string(),
  hosts: z.array(z.object({ key: z.string(), assetId: z.string() })),
});
const advisoriesBody = z.object({
  artifact: hash,
  source: z.string(),
  importedFrom: z.object({ file: z.string() }).optional(),
});

/** Decisions that a deadline may rest on. */
const deadlineAttributes = ['unit', 'exposure', 'environment', 'scope'];

/** Events that change the warehouse. All others concern the store only. */
const handlers: Readonly<Record<string, Handler>> = {
  'policy.published': async (applying, event) => {
    const policy = event.body as PolicyVersion;
    applying.policies.push(policy);
    await applying.writer.run('insert-policy', {
      version: policy.version,
      effective_from: new Date(policy.effectiveFromAt).toISOString(),
      zone: policy.zone,
      document: JSON.stringify(policy),
      seq: event.seq,
    });
    if (policy.alsoOpen) await reconcileObligations(applying.writer, { ...applying, seq: event.seq }, {});
  },
  'asset.created': (applying, event) => {
    const { awaits, ...asset } = assetBody.parse(event.body);
    if (awaits === undefined) showAsset(applying, asset, event.seq);
    else letWait(applying, applying.waiting, asset);
  },
  'asset.decided': applyDecision,
  'unit.defined': ({ writer }, event) => {
    writer.append('business_unit', [{ ...unitBody.parse(event.body), opened_seq: event.seq }]);
  },
  'group.defined': ({ writer }, event) => {
    const { group, rule, ...columns } = groupBody.parse(event.body);
    const text = JSON.stringify(rule ?? {});
    writer.append('asset_group', [
      { group_id: group, ...columns, removed: rule === null, rule: text, opened_seq: event.seq },
    ]);
  },
  'advisories.received': async (applying, event) => {
    const { artifact, source, importedFrom: from } = advisoriesBody.parse(event.body);
    await applyAdvisories(applying, event, artifact);
    if (!from) return;
    const receipt = { source, advisories: applying.evidence.advisories(artifact).advisories.length };
    const file = { kind: 'advisories', format: 'advisories-json', fileName: from.file, receipt } as const;
    noteImport(applying.writer, event, file);
  },
  'feed.received': async (applying, event) => {
    const file = feedBody.parse(event.body);
    await applyFeed(applying, event, { ...file, sha256: file.sha256 ?? file.artifact });
  },
  'feed.unchanged': async ({ writer }, event) => {
    await writer.run('confirm-feed-load', {
      ...unchangedBody.parse(event.body),
      seq: event.seq,
      at: event.recordedAt,
    });
  },
  'scan.received': async (applying, event) => {
    const { importedFrom: from, ...scan } = scanBody.parse(event.body);
    await applyScan(applying, { event, ...scan });
    noteScan(applying, event, { from, artifact: scan.artifact });
    await applyOwnSay(applying, { seq: event.seq, assetId: scan.assetId });
  },
  'report.received': async (applying, event) => {
    await applyReport(applying, event, reportBody.parse(event.body));
  },
  'finding.step-verified': (applying, event) => applyStepRecord(applying, event, 'verified'),
  'finding.step-doubted': (applying, event) => applyStepRecord(applying, event, 'doubted'),
  'patch.researched': ({ writer }, event) => applyPatchRecord(writer, event, 'researched'),
  'patch.rated': ({ writer }, event) => applyPatchRecord(writer, event, 'rated'),
  'network.received': async (applying, event) => {
    const { importedFrom: from, ...scan } = networkBody.parse(event.body);
    await applyNetwork(applying, { event, ...scan });
    noteScan(applying, event, { from, artifact: scan.artifact });
  },
};

/** Apply events that belong together (`eventRuns`); the caller holds the transaction. */
export async function applyEvents(applying: Applying, events: readonly AppliedEvent[]): Promise<void> {
  const [event] = events;
  if (!event) return;
  if (isAdjudicationEvent(event)) return applyAdjudications(applying, events);
  if (!isRankEvent(event)) return applyEvent(applying, event);
  await applyRankEvents(applying, events);
  for (const one of events) await settleExceptions({ ...applying, seq: one.seq }, one, [rankedAsset(one)]);
}

/** Each event by itself, but decisions of one sort about different findings that follow each other together. */
export function eventRuns(events: readonly AppliedEvent[]): AppliedEvent[][] {
  const runs: AppliedEvent[][] = [];
  let findings = new Set<string>();
  for (const event of events) {
    const finding = decidedFinding(event);
    const before = runs.at(-1)?.[0];
    const isAlike = before !== undefined && isRankEvent(before) === isRankEvent(event);
    const goesOn = finding !== null && findings.size > 0 && isAlike && !findings.has(finding);
    if (!goesOn) {
      runs.push([]);
      findings = new Set();
    }
    if (finding !== null) findings.add(finding);
    runs.at(-1)?.push(event);
  }
  return runs;
}

function decidedFinding(event: AppliedEvent): string | null {
  if (isRankEvent(event)) return rankedFinding(event);
  return isAdjudicationEvent(event) ? adjudicatedFinding(event) : null;
}

async function applyEvent(applying: Applying, event: AppliedEvent): Promise<void> {
  const context = { ...applying, seq: event.seq };
  if (await applyExceptionEvent(context, event)) return;
  const assetIds = seenIn[event.kind]?.(event) ?? [];
  await showWaiting(context, applying.waiting, { assetIds, seq: event.seq });
  await handlers[event.kind]?.(applying, event);
  // A new rank of the method, or other versions installed, may end what people decided.
  const ranked = rankedAnew[event.kind]?.(event);
  if (ranked !== undefined) {
    await settleOverrides(applying.writer, context, applying.facts.overridden(ranked));
    await settleExceptions(context, event, ranked);
  }
  const seen = seenAnew[event.kind]?.(event);
  if (seen !== undefined) await settleAnew(applying, event.seq, seen);
}

const named = z.object({ assetId: z.string() });
const ofAll = () => null;
const ofNamed = ({ body }: AppliedEvent) => [named.parse(body).assetId];

/** Events that bring something about assets. */
const seenIn: Readonly<Record<string, (event: AppliedEvent) => readonly string[]>> = {
  'scan.received': ofNamed,
  'network.received': ({ body }) => networkBody.parse(body).hosts.map(({ assetId }) => assetId),
  'report.received': hostsOf,
};

function hostsOf({ body }: AppliedEvent): string[] {
  return reportBody.parse(body).hosts.map(({ assetId }) => assetId);
}

/** Events after which the method may rank otherwise, with the assets it concerns; null = all. */
const rankedAnew: Readonly<Record<string, (event: AppliedEvent) => readonly string[] | null>> = {
  'policy.published': ofAll,
  'advisories.received': ofAll,

  'feed.received': ofAll,
  'report.received': ofAll,
  'asset.decided': ofNamed,
  'scan.received': ofNamed,
};

/** Events after which what adjudications rest on may read otherwise, with the assets it concerns; null = all. */
const seenAnew: typeof rankedAnew = {
  'feed.received': ofAll,
  'report.received': hostsOf,
  'scan.received': ofNamed,
};

interface ScannedFile {
  /** Absent = it came from a collector, not as somebody's file. */
  readonly from: z.infer<typeof importedFrom>;
  readonly artifact: string;
}

function noteScan(
  { writer, evidence }: Applying,
  event: AppliedEvent,
  { from, artifact }: ScannedFile,
): void {
  if (!from) return;
  const { outcome, target } = evidence.manifest(artifact);
  const { format, batch, file: fileName } = from;
  noteImport(writer, event, {
    kind: 'scans',
    format,
    batch,
    fileName,
    receipt: { host: target.host, outcome },
  });
}

async function applyDecision(applying: Applying, event: AppliedEvent): Promise<void> {
  const { assetId, decisions } = decisionBody.parse(event.body);
  const validFrom = Date.parse(event.effectiveFrom);
  const recordedAt = Date.parse(event.recordedAt);
  applying.writer.append(
    'asset_decision',
    decisions.map(({ attribute, value }) => ({
      asset_id: assetId,
      attribute,
      value: value ?? '',
      valid_from: validFrom,
      recorded_at: recordedAt,
      opened_seq: event.seq,
    })),
  );
  const relevant = decisions.filter(({ attribute }) => deadlineAttributes.includes(attribute));
  for (const { attribute, value } of relevant) {
    const countsFrom = Math.max(validFrom, recordedAt);
    applying.facts.addDecision({ assetId, attribute, value: value ?? '', countsFrom });
  }
  if (relevant.length === 0) return;
  await reconcileObligations(applying.writer, { ...applying, seq: event.seq }, { assetIds: [assetId] });
}
