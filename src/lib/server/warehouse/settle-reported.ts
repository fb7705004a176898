import { reportedKey } from '#core/advisory/advice-key.ts';
import { canonicalJson } from '#core/canonical-json.ts';
import { rankMethodFor } from '#core/policy/policy.ts';
import type { ReportedRow } from '#core/reports/reported-finding.ts';
import type { ApplyContext } from './apply-context.ts';
import { findingId } from './finding-id.ts';
import { giveWay } from './give-way.ts';
import { hasLaterSteps, obligationRows } from './obligation-rows.ts';
import type { DeadlineContext, FindingLife } from './obligation-rows.ts';
import { reconcileObligations } from './reconcile-obligations.ts';
import type { TableRow } from './tables.ts';
import type { ReportedFindingsRow } from './writes.gen.ts';

/** Findings that are worked on before it is looked whether somebody waits: looking takes as long as one of them. */
const OFTEN = 32;

/** A finding (asset × fix × product, over all its lives) as reports now tell it. */
export interface ReportedFinding {
  readonly assetId: string;
  readonly fix: string;
  readonly product: string;
  readonly rows: readonly ReportedRow[];
  /** Something of it changed; else its rows stand and are not looked at. */
  readonly isTouched: boolean;
  /** How many lives of it may stand in the warehouse; 0 = none can. */
  readonly knownLives: number;
}

/** Of which findings something was open before. */
export interface Settled {
  readonly before: ReadonlyMap<ReportedFinding, 'open' | 'closed'>;
}

/**
 * Write what reports now tell of these findings: rows that stand are left as they are, what follows is appended, and
 * where the past reads differently than before, all rows of that life are superseded and told anew.
 */
export async function settleReported(
  context: ApplyContext,
  seq: number,
  findings: readonly ReportedFinding[],
): Promise<Settled> {
  const touched = findings.filter(({ isTouched }) => isTouched);
  const standing = await standingRows(context, touched);
  const deadlines = { ...context, seq };
  const lives: Life[] = [];
  for (const [index, finding] of touched.entries()) {
    lives.push(...livesOf(finding, standing));
    if (index % OFTEN === 0) await giveWay();
  }
  const changed = lives.filter((life) => life.kept < Math.max(life.after.length, life.standing.length));
  await supersede(context, seq, changed.filter(isRetold));
  const rowsOf = obligationTemplates(deadlines);
  const ended: string[] = [];
  const reopened: string[] = [];
  for (const [index, life] of changed.entries()) {
    if (index % OFTEN === 0) await giveWay();
    writeRows(context, seq, life);
    if (life.after.length === 0) continue;
    const about = findingLife(life);
    if (isRetold(life) || life.standing.length === 0) context.writer.append('obligation', rowsOf(about));
    else if (isClosed(life.after.at(-1)) && hasLaterSteps(deadlines, about, lastFrom(life)))
      ended.push(life.id);
    else if (life.after.slice(life.kept).some(({ reopenedAt }) => reopenedAt !== null))
      reopened.push(life.id);
  }
  if (ended.length > 0)
    await endObligations(
      context,
      seq,
      changed.filter(({ id }) => ended.includes(id)),
    );
  if (reopened.length > 0) await reconcileObligations(context.writer, deadlines, { findingIds: reopened });
  return { before: stateBefore(lives) };
}

interface Life {
  readonly finding: ReportedFinding;
  readonly id: string;
  readonly standing: readonly ReportedFindingsRow[];
  readonly after: readonly ReportedRow[];
  /** Rows at the beginning that both have. */
  readonly kept: number;
}

async function standingRows(
  { writer }: ApplyContext,
  findings: readonly ReportedFinding[],
): Promise<Map<string, ReportedFindingsRow[]>> {
  const known = findings.filter(({ knownLives }) => knownLives > 0);
  if (known.length === 0) return new Map();
  const rows = await writer.run('reported-findings', {
    asset_ids: [...new Set(known.map(({ assetId }) => assetId))],
    finding_ids: known.flatMap((finding) =>
      Array.from({ length: finding.knownLives }, (_, reopenNo) => idOf(finding, reopenNo)),
    ),
  });
  return Map.groupBy(rows, (row) => row.findingId);
}

function idOf({ assetId, fix, product }: ReportedFinding, reopenNo: number): string {
  return findingId(assetId, { fix, product, reopenNo }, 'reported');
}

function livesOf(
  finding: ReportedFinding,
  standing: ReadonlyMap<string, readonly ReportedFindingsRow[]>,
): Life[] {
  const last = finding.rows.at(-1)?.reopenNo ?? -1;
  const count = Math.max(finding.knownLives, last + 1);
  return Array.from({ length: count }, (_, reopenNo) => {
    const id = idOf(finding, reopenNo);
    const rows = standing.get(id) ?? [];
    const after = last === 0 ? finding.rows : finding.rows.filter((row) => row.reopenNo === reopenNo);
    return { finding, id, standing: rows, after: reopenNo > last ? [] : after, kept: keptRows(rows, after) };
  });
}

function keptRows(standing: readonly ReportedFindingsRow[], after: readonly ReportedRow[]): number {
  let kept = 0;
  for (const row of standing) {
    const now = after[kept];
    if (now === undefined || standingText(row) !== rowText(now)) break;
    kept += 1;
  }
  return kept;
}

function standingText(row: ReportedFindingsRow): string {
  const instants = [row.validFrom, row.firstDetected, row.verifiedAt, row.flawSeenAt, row.reopenedAt];
  const at = instants.map((text) => (text === null ? '' : String(Date.parse(text))));
  return [row.state, row.detectedBy, row.verifiedBy ?? '', ...at, row.packages].join(' ');
}

function rowText(row: ReportedRow): string {
  const instants = [row.validFromAt, row.firstDetectedAt, row.verifiedAt, row.flawSeenAt, row.reopenedAt];
  const at = instants.map((one) => (one === null ? '' : String(one)));
  return [row.state, row.detectedBy, row.verifiedBy ?? '', ...at, packagesText(row)].join(' ');
}

/** Hosts with the same version of a package share one list. */
const texts = new WeakMap<ReportedRow['packages'], string>();

function packagesText({ packages }: ReportedRow): string {
  const known = texts.get(packages) ?? canonicalJson(packages);
  texts.set(packages, known);
  return known;
}

/** Rows that stand are no longer how it was. */
function isRetold(life: Life): boolean {
  return life.kept < life.standing.length;
}

async function supersede({ writer }: ApplyContext, seq: number, lives: readonly Life[]): Promise<void> {
  if (lives.length === 0) return;
  const named = {
    asset_ids: [...new Set(lives.map(({ finding }) => finding.assetId))],
    finding_ids: lives.map(({ id }) => id),
    seq,
  };
  await writer.run('supersede-named-findings', named);
  await writer.run('supersede-named-obligations', named);
}

function writeRows({ writer }: ApplyContext, seq: number, life: Life): void {
  const from = isRetold(life) ? 0 : life.kept;
  const rows = life.after.slice(from);
  const [first] = rows;
  if (!first) return;
  const { assetId } = life.finding;
  if (from > 0) writer.close('finding_interval', { assetId, at: first.validFromAt, seq }, [life.id]);
  writer.append(
    'finding_interval',
    rows.map((row, index) => tableRow(life, row, { seq, untilAt: rows[index + 1]?.validFromAt ?? null })),
  );
}

function tableRow(
  { finding, id }: Life,
  row: ReportedRow,
  { seq, untilAt }: { readonly seq: number; readonly untilAt: number | null },
): TableRow<'finding_interval'> {
  return {
    asset_id: finding.assetId,
    finding_id: id,
    valid_from: row.validFromAt,
    valid_to: untilAt,
    opened_seq: seq,
    closed_seq: untilAt === null ? null : seq,
    superseded_seq: null,
    product: finding.product,
    fix: finding.fix,
    reopen_no: row.reopenNo,
    state: row.state,
    packages: packagesText(row),
    first_detected: row.firstDetectedAt,
    detected_by: row.detectedBy,
    installed_at: null,
    fixed_at: row.verifiedAt,
    verified_at: row.verifiedAt,
    verified_by: row.verifiedBy,
    contradicted_by: null,
    reopened_at: row.reopenedAt,
    flaw_seen_at: row.flawSeenAt,
    advice_key: reportedKey(finding),
  };
}

function findingLife({ finding, id, after }: Life): FindingLife {
  const [first] = after;
  return {
    assetId: finding.assetId,
    findingId: id,
    fix: finding.fix,
    adviceKey: reportedKey(finding),
    firstDetectedAt: first?.firstDetectedAt ?? 0,
    openedAt: first?.validFromAt ?? 0,
    closed: after.flatMap((row, index) =>
      isClosed(row) ? [{ from: row.validFromAt, until: after[index + 1]?.validFromAt ?? null }] : [],
    ),
  };
}

function isClosed(row: ReportedRow | undefined): boolean {
  return row?.state === 'fixed';
}

function lastFrom({ after }: Life): number {
  return after.at(-1)?.validFromAt ?? 0;
}

/**
 * Deadlines of many findings. Those of one scan mostly rest on the same facts and differ in their id alone, so they
 * are built once for each set of facts.
 */
function obligationTemplates(
  context: DeadlineContext,
): (life: FindingLife) => readonly TableRow<'obligation'>[] {
  const built = new Map<string, readonly TableRow<'obligation'>[]>();
  return (life) => {
    const { assetId, openedAt, closed } = life;
    const known = context.facts.historyOf(life, rankMethodFor(context.policies, life.firstDetectedAt));
    const key = JSON.stringify([assetId, openedAt, closed, known]);
    const template = built.get(key) ?? obligationRows(context, life);
    built.set(key, template);
    return template.map((row) => ({ ...row, finding_id: life.findingId }));
  };
}

async function endObligations({ writer }: ApplyContext, seq: number, lives: readonly Life[]): Promise<void> {
  const byInstant = Map.groupBy(lives, lastFrom);
  for (const [at, ended] of byInstant) {
    const named = { finding_ids: ended.map(({ id }) => id), at: new Date(at).toISOString(), seq };
    await writer.run('supersede-future-obligations', named);
  }
}

function stateBefore(lives: readonly Life[]): Map<ReportedFinding, 'open' | 'closed'> {
  const before = new Map<ReportedFinding, 'open' | 'closed'>();
  for (const { finding, standing } of lives) {
    const last = standing.at(-1);
    if (last) before.set(finding, last.state === 'fixed' ? 'closed' : 'open');
  }
  return before;
}
