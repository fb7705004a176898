import { reduceControl } from '#core/control/control.ts';
import type { ControlEvent } from '#core/control/control-event.ts';
import { hasWorksheet } from '#core/exception/exception-content.ts';
import type { ExceptionContent } from '#core/exception/exception-content.ts';
import type { ExceptionState } from '#core/exception/exception-state.ts';
import type { AppliedEvent } from './evidence.ts';
import { readControlEvent, readExceptionEvent } from './exception-readings.ts';
import { settleCoverage, settleSpan, zoneAt } from './settle-coverage.ts';
import type { CoverageContext } from './settle-coverage.ts';

/** What people did to exceptions and controls. False = the event is about neither. */
export async function applyExceptionEvent(context: CoverageContext, applied: AppliedEvent): Promise<boolean> {
  const about = readExceptionEvent(applied);
  if (about === null) return applyControlEvent(context, applied);
  const { writer, exceptions } = context;
  const { exceptionId, event } = about;
  const state = exceptions.add(exceptionId, event);
  const { seq } = applied;
  writer.append('exception_event', [
    { exception_id: exceptionId, seq, recorded_at: event.at, event: JSON.stringify(event) },
  ]);
  if (state.content) appendCase(context, { exceptionId, at: event.at, state, content: state.content });
  if (event.kind === 'requested') {
    await writer.run('supersede-exception-targets', { exception_id: exceptionId, seq });
    writer.append(
      'exception_target',
      event.targets.map(({ findingId, assetId }) => ({
        exception_id: exceptionId,
        asset_id: assetId,
        finding_id: findingId,
        opened_seq: seq,
        superseded_seq: null,
      })),
    );
  }
  await settleSpan(context, exceptionId);
  if (event.kind === 'approved' && state.approval) {
    await catchFindings(context, [exceptionId], { at: event.at, assetIds: null });
    await settleCoverage(context, exceptionId, null);
  }
  return true;
}

interface CaseRow {
  readonly exceptionId: string;
  readonly at: number;
  readonly state: ExceptionState;
  readonly content: ExceptionContent;
}

function appendCase(
  { writer, exceptions, seq }: CoverageContext,
  { exceptionId, at, state, content }: CaseRow,
) {
  writer.append('exception_case', [
    {
      exception_id: exceptionId,
      valid_from: at,
      step: state.step,
      title: content.title,
      aim: content.aim,
      reason: content.reason,
      author: state.author ?? '',
      requested_by: state.requestedBy,
      requested_at: state.requestedAt,
      until_day: state.approval?.until ?? content.until,
      level: state.approval?.level ?? null,
      worksheet: hasWorksheet(content),
      renews: content.renews,
      renewal: exceptions.renewalOf(content.renews),
      controls: JSON.stringify(content.controls),
      scope_unit: content.scope.unit,
      scope_asset: content.scope.asset,
      catches_future: content.scope.catchesFuture,
      opened_seq: seq,
    },
  ]);
}

async function applyControlEvent(context: CoverageContext, applied: AppliedEvent): Promise<boolean> {
  const about = readControlEvent(applied);
  if (about === null) return false;
  const { exceptions } = context;
  const { controlId, event } = about;
  const events = exceptions.addControl(controlId, event);
  appendControl(context, { controlId, event, events });
  for (const id of exceptions.restingOn(controlId)) await settleSpan(context, id);
  return true;
}

interface ControlRow {
  readonly controlId: string;
  readonly event: ControlEvent;
  readonly events: readonly ControlEvent[];
}

function appendControl({ writer, policies, seq }: CoverageContext, { controlId, event, events }: ControlRow) {
  const state = reduceControl(events, zoneAt(policies, event.at));
  const { content } = state;
  writer.append('control_event', [
    { control_id: controlId, seq, recorded_at: event.at, event: JSON.stringify(event) },
  ]);
  if (content === null) return;
  writer.append('control_case', [
    {
      control_id: controlId,
      valid_from: event.at,
      name: content.name,
      owner: content.owner,
      effect: content.effect,
      interval_text: content.interval,
      unit: content.unit,
      defined_at: state.definedAt,
      last_validated: state.lastValidatedAt,
      last_result: state.lastResult,
      next_due: state.dueAt,
      retired_at: state.retiredAt,
      opened_seq: seq,
    },
  ]);
}

/** Findings that exceptions with a standing scope cover from now on. */
async function catchFindings(
  { writer, exceptions }: CoverageContext,
  exceptionIds: readonly string[],
  { at, assetIds }: { readonly at: number; readonly assetIds: readonly string[] | null },
): Promise<void> {
  for (const id of exceptionIds) {
    const { content } = exceptions.stateOf(id);
    if (!content?.scope.catchesFuture) continue;
    const { unit, asset, fix, product } = content.scope;
    const scope = { unit, asset, fix, product, asset_ids: assetIds, at: new Date(at).toISOString() };
    const known = new Set(exceptions.coveredBy(id).map(({ findingId }) => findingId));
    for (const found of await writer.run('findings-to-catch', scope)) {
      if (!known.has(found.findingId)) exceptions.catch(id, found);
    }
  }
}

/**
 * After an event that may have opened findings or changed their ranks: what standing scopes catch, and where coverage
 * ends because a finding became more urgent. `assetIds` null = of all assets.
 */
export async function settleExceptions(
  context: CoverageContext,
  applied: AppliedEvent,
  assetIds: readonly string[] | null,
): Promise<void> {
  const { exceptions, policies } = context;
  const at = Date.parse(applied.recordedAt);
  const catching = exceptions.catching(at, zoneAt(policies, at));
  await catchFindings(context, catching, { at, assetIds });
  for (const id of exceptions.concerning(assetIds)) await settleCoverage(context, id, assetIds);
}
