import { lapsesAt } from '#core/control/control.ts';
import type { ControlEvent } from '#core/control/control-event.ts';
import { endOfApproval } from '#core/exception/exception-state.ts';
import type { ApprovalEnd, ExceptionState } from '#core/exception/exception-state.ts';
import { applyException } from '#core/exception/exception.ts';
import { noException } from '#core/exception/exception-state.ts';
import type { ExceptionEvent, ExceptionTarget } from '#core/exception/exception-event.ts';
import type { Writer } from './writer.ts';

/** Exceptions and controls as known up to the event being applied. Kept in memory: there are few. */
export interface ExceptionBook {
  add(exceptionId: string, event: ExceptionEvent): ExceptionState;
  addControl(controlId: string, event: ControlEvent): readonly ControlEvent[];
  stateOf(exceptionId: string): ExceptionState;
  /** A finding that the scope of an exception has caught. */
  catch(exceptionId: string, target: ExceptionTarget): void;
  /** Findings that an approval is about: named by the request, or caught. */
  coveredBy(exceptionId: string): readonly CoveredTarget[];
  /** Approved exceptions about findings of these assets; null = all. */
  concerning(assetIds: readonly string[] | null): readonly string[];
  /** Approved exceptions that catch future findings and are active at an instant. */
  catching(at: number, zone: string): readonly string[];
  restingOn(controlId: string): readonly string[];
  /** When the approval of an exception stops covering, and why; null without one. */
  endOf(exceptionId: string, zone: string): { readonly at: number; readonly why: ApprovalEnd } | null;
  /** How many renewals lie before it. */
  renewalOf(renews: string | null): number;
}

export interface CoveredTarget extends ExceptionTarget {
  readonly caught: boolean;
}

export async function loadExceptionBook(writer: Writer): Promise<ExceptionBook> {
  const book = createExceptionBook();
  for (const row of await writer.run('exception-events', {}))
    book.add(row.exceptionId, JSON.parse(row.event) as ExceptionEvent);
  for (const row of await writer.run('control-events', {}))
    book.addControl(row.controlId, JSON.parse(row.event) as ControlEvent);
  for (const { exceptionId, ...target } of await writer.run('exception-caught', {}))
    book.catch(exceptionId, target);
  return book;
}

function createExceptionBook(): ExceptionBook {
  const states = new Map<string, ExceptionState>();
  const controls = new Map<string, readonly ControlEvent[]>();
  const caught = new Map<string, Map<string, ExceptionTarget>>();
  const stateOf = (id: string) => states.get(id) ?? noException;
  const approved = () => [...states].filter(([, { approval }]) => approval !== null).map(([id]) => id);
  const coveredBy = (id: string): CoveredTarget[] => {
    const named = stateOf(id).targets;
    const ids = new Set(named.map(({ findingId }) => findingId));
    const others = [...(caught.get(id)?.values() ?? [])].filter(({ findingId }) => !ids.has(findingId));
    return [
      ...named.map((target) => ({ ...target, caught: false })),
      ...others.map((target) => ({ ...target, caught: true })),
    ];
  };
  const endOf: ExceptionBook['endOf'] = (id, zone) => {
    const { approval, content } = stateOf(id);
    if (approval === null) return null;
    const lapses = (content?.controls ?? []).map((control) =>
      lapsesAt(controls.get(control) ?? [], zone, approval.approvedAt),
    );
    return endOfApproval(approval, lapses.length === 0 ? null : Math.min(...lapses));
  };
  return {
    add: (id, event) => {
      const state = applyException(stateOf(id), event);
      states.set(id, state);
      return state;
    },
    addControl: (id, event) => {
      const events = [...(controls.get(id) ?? []), event];
      controls.set(id, events);
      return events;
    },
    stateOf,
    catch: (id, target) => {
      const known = caught.get(id) ?? new Map<string, ExceptionTarget>();
      caught.set(id, known.set(target.findingId, target));
    },
    coveredBy,
    concerning: (assetIds) =>
      approved().filter(
        (id) => assetIds === null || coveredBy(id).some((one) => assetIds.includes(one.assetId)),
      ),
    catching: (at, zone) =>
      approved().filter((id) => {
        const { content } = stateOf(id);
        return content?.scope.catchesFuture === true && at < (endOf(id, zone)?.at ?? 0);
      }),
    restingOn: (control) => approved().filter((id) => stateOf(id).content?.controls.includes(control)),
    endOf,
    renewalOf: (renews) => {
      let count = 0;
      for (let id = renews; id !== null; id = stateOf(id).content?.renews ?? null) count++;
      return count;
    },
  };
}
