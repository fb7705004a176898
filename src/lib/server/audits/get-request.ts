import { isUnsettled, waitsForStaff } from '#core/audit/audit-request.ts';
import type { RequestEvent } from '#core/audit/audit-request.ts';
import type { App } from '../app.ts';
import { authorise, authorised, may } from '../auth/authorise.ts';
import { permissions } from '../auth/permissions.ts';
import type { Viewer } from '../auth/viewer.ts';
import { personName } from '../exceptions/exception-row.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { holdsFor } from './audit-reach.ts';
import { engagementState, readEngagements } from './engagement-book.ts';
import type { Engagement } from './engagement-book.ts';
import { openRequest } from './request-book.ts';
import type { KnownRequest } from './request-book.ts';
import { requestRow } from './request-row.ts';

/** One request with what was asked, answered and decided, and what may be done about it. @throws AppError NOT_FOUND */
export async function getRequest(app: App, viewer: Viewer, input: ViewInput & { readonly id: string }) {
  authorise(viewer, 'audit.read');
  const view = await resolveView(app, viewer, input);
  const found = openRequest(app, viewer, { view, id: input.id });
  const engagements = readEngagements(app, { knownAt: view.knownAt, asOf: Date.parse(view.asOf) });
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    request: { ...requestRow({ app, view, engagements }, found), text: found.state.content.text },
    /** Records it has: an answer or a decision names them. */
    version: found.state.version,
    history: found.told.map(({ seq, at, event }) => ({ seq, at, ...historyOf(app, event) })),
    standing: standingOf(app, viewer, {
      found,
      engagement: engagements.get(found.state.content.engagement),
    }),
  };
}

export type RequestDocument = Awaited<ReturnType<typeof getRequest>>;

function historyOf(app: App, event: RequestEvent) {
  return {
    kind: event.kind,
    person: personName(app, event.person),
    text: event.kind === 'asked' ? event.content.text : event.text,
    evidence: event.kind === 'answered' ? event.evidence : [],
  };
}

/** What the viewer may do with it now, and for whom it waits. */
function standingOf(
  app: App,
  viewer: Viewer,
  { found: { state }, engagement }: { found: KnownRequest; engagement: Engagement | undefined },
) {
  const running = engagement !== undefined && engagementState(engagement, app.clock()) === 'under-way';
  const isAuthor = state.author === viewer.personId && may(viewer, 'audit.write');
  const answers =
    may(viewer, 'audit.answer') && holdsFor(authorised(viewer, 'audit.answer').units, state.content.unit);
  return {
    running,
    mayAnswer: running && waitsForStaff(state) && answers,
    mayDecide: running && state.status === 'answered' && isAuthor,
    mayWithdraw: running && isUnsettled(state) && isAuthor,
    waitsFor: waitsForStaff(state) ? answerersOf(app, state.content.unit) : [],
  };
}

/** Who may answer, by name. */
function answerersOf({ store }: App, unit: string | null): string[] {
  const holders = store.people
    .activeHolders(permissions['audit.answer'].roles)
    .filter((one) => holdsFor([one.unit], unit));
  return [...new Map(holders.map(({ personId, name }) => [personId, name ?? 'erased person'])).values()];
}
