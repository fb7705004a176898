import { applyRequestEvent } from '#core/audit/audit-request.ts';
import type { RequestEvent, RequestState } from '#core/audit/audit-request.ts';
import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { View } from '../read-view.ts';
import { readEvents, saidIn } from './audit-events.ts';
import type { Until } from './audit-events.ts';
import { auditReach, reaches } from './audit-reach.ts';

export const REQUESTS = 'audit-request';

/** One event as a request's history tells it. */
export interface ToldRequest {
  readonly seq: number;
  readonly at: string;
  readonly event: RequestEvent;
}

export interface KnownRequest {
  readonly id: string;
  readonly state: RequestState;
  readonly told: readonly ToldRequest[];
}

/** Every request of every engagement as the log has it, in the order they were asked. */
export function readRequests(app: Pick<App, 'store'>, until?: Until): ReadonlyMap<string, KnownRequest> {
  const book = new Map<string, KnownRequest>();
  for (const logged of readEvents(app, REQUESTS, until)) {
    const { seq, object: id, recordedAt: at } = logged;
    const event = saidIn<RequestEvent>(logged);
    const known = book.get(id);
    const state = applyRequestEvent(known?.state ?? null, event);
    if (state !== null) book.set(id, { id, state, told: [...(known?.told ?? []), { seq, at, event }] });
  }
  return book;
}

/** Those that a viewer sees, as a view has them. */
export function requestsInView(app: App, viewer: Viewer, view: View): readonly KnownRequest[] {
  const reach = auditReach(app, viewer);
  const book = readRequests(app, { knownAt: view.knownAt, asOf: Date.parse(view.asOf) });
  return [...book.values()].filter(({ state }) => reaches(reach, state.content));
}

/** One request in a view. @throws AppError NOT_FOUND for an absent one and one out of reach alike */
export function openRequest(
  app: App,
  viewer: Viewer,
  { view, id }: { view: View; id: string },
): KnownRequest {
  const found = requestsInView(app, viewer, view).find((one) => one.id === id);
  if (!found) throw requestNotFound();
  return found;
}

export function requestNotFound(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such request.',
    remedy: 'Look it up in the list of requests.',
    status: 404,
  });
}
