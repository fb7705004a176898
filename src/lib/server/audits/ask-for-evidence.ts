import { requestProblems } from '#core/audit/refuse-request.ts';
import type { RequestContent, RequestEvent } from '#core/audit/audit-request.ts';
import { AppError } from '#core/errors.ts';
import type { FieldProblem } from '#core/exception/check-content.ts';
import { requirePolicy } from '#core/policy/stale-limits.ts';
import { localDate } from '#core/sla/calendar.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { listUnitNames } from '../inventory/list-unit-names.ts';
import { appendSaid, nextName } from './audit-events.ts';
import { holdsFor } from './audit-reach.ts';
import { ownEngagement, refuseOver } from './engagement-book.ts';
import type { Engagement } from './engagement-book.ts';
import { openSubject } from './open-subject.ts';
import { REQUESTS } from './request-book.ts';

export interface RequestInput {
  readonly engagement: string;
  readonly title: string;
  readonly text: string;
  readonly requirement: string;
  /** Address of what it is about; empty = nothing in particular. Where that is of one unit, so is the request. */
  readonly about: string;
  /** Business unit, or `*` for all. */
  readonly unit: string;
  /** Local day. */
  readonly due: string;
}

/**
 * Ask the organisation for evidence, within an own engagement that is under way.
 * @throws AppError REQUEST_INVALID with every field, SUBJECT_INVALID, ENGAGEMENT_UNKNOWN (404), NO_ENGAGEMENT (403)
 */
export async function askForEvidence(app: App, viewer: Viewer, input: RequestInput) {
  const asking = authorised(viewer, 'audit.write');
  const engagement = ownEngagement(app, viewer, input.engagement);
  const within = withinEngagement(asking, engagement);
  const said = {
    engagement: engagement.id,
    title: input.title.trim(),
    text: input.text.trim(),
    requirement: input.requirement.trim(),
    due: input.due,
  };
  const problems = [
    ...requestProblems(said, daysOf(app, engagement)),
    ...(await unitProblems(app, within, input)),
  ];
  if (problems.length > 0) throw invalid(problems);
  const found = input.about.trim() === '' ? null : await openSubject(app, within, input.about);
  const place = placeOf(found, input.unit);
  const content: RequestContent = { ...said, due: said.due, ...place };
  const event: RequestEvent = { kind: 'asked', at: app.clock(), person: viewer.personId ?? '', content };
  const id = app.store.transaction(() => {
    refuseOver(app, engagement.id);
    const object = nextName(app, 'AR');
    appendSaid(app, viewer, { prefix: REQUESTS, object, event });
    return object;
  });
  await app.warehouse.catchUp();
  return { id };
}

/** The auditor with what both the engagement and the role reach. */
export function withinEngagement(viewer: Viewer, { units: engaged }: Engagement): Viewer {
  const { units: held } = viewer;
  const both = held.includes('*') ? engaged : held.filter((unit) => holdsFor(engaged, unit));
  return { ...viewer, units: both, holdings: [{ role: 'auditor', units: both }] };
}

function placeOf(found: Awaited<ReturnType<typeof openSubject>> | null, unit: string) {
  if (!found) return { unit, about: null };
  const { unit: own, ...about } = found;
  return { unit: own === '*' ? unit : own, about };
}

/** Today and the last day of the engagement, in the policy's zone. */
function daysOf(app: App, { until }: Engagement) {
  const now = app.clock();
  const { zone } = requirePolicy(app.warehouse.policies(), now);
  return { today: localDate(now, zone), last: localDate(until - 1, zone) };
}

/** A unit that the auditor reaches in this engagement, or all of them where it is about all. */
async function unitProblems(
  app: App,
  within: Viewer,
  { unit }: RequestInput,
): Promise<readonly FieldProblem[]> {
  const named = unit === '*' ? [] : await listUnitNames(app, within, {});
  const isKnown = unit === '*' ? within.units.includes('*') : named.some((one) => one.unit === unit);
  return isKnown ? [] : [{ field: 'unit', message: 'Choose a business unit of this audit.' }];
}

/** One failure that tells what is wrong with each field. */
function invalid(problems: readonly FieldProblem[]): AppError {
  const [first] = problems;
  return new AppError({
    code: 'REQUEST_INVALID',
    message: `Not complete yet: ${problems.map(({ field }) => field).join(', ')}.`,
    remedy: 'Correct what is marked and ask again.',
    where: {
      field: first?.field ?? 'title',
      ...Object.fromEntries(problems.map(({ field, message }) => [`problem.${field}`, message])),
    },
  });
}
