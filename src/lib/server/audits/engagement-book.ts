import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { EngagementState } from '../auth/engagements/list-engagements.ts';
import type { LogEvent } from '../log/event-log.ts';
import { readEvents } from './audit-events.ts';
import type { Until } from './audit-events.ts';

/** An engagement as its events tell it. */
export interface Engagement {
  readonly id: string;
  readonly name: string;
  /** `['*']` = all. */
  readonly units: readonly string[];
  readonly auditors: readonly string[];
  /** UTC ms; `until` is the first instant outside, also when it was ended early. */
  readonly from: number;
  readonly until: number;
}

interface Created {
  readonly engagementId: string;
  readonly name: string;
  readonly units: readonly string[];
  readonly auditors: readonly string[];
  readonly from: string;
  readonly until: string;
}

/** Every engagement by its id, in the order they were created. */
export function readEngagements(app: Pick<App, 'store'>, until?: Until): ReadonlyMap<string, Engagement> {
  const known = new Map<string, Engagement>();
  for (const event of readEvents(app, 'engagement', until)) note(known, event);
  return known;
}

function note(known: Map<string, Engagement>, { kind, body, recordedAt }: LogEvent): void {
  // Both are written by `createEngagement` and `endEngagement` alone.
  const { engagementId: id } = body as Pick<Created, 'engagementId'>;
  if (kind === 'engagement.created') {
    const { name, units, auditors, from, until } = body as Created;
    known.set(id, { id, name, units, auditors, from: Date.parse(from), until: Date.parse(until) });
    return;
  }
  const ended = known.get(id);
  if (ended) known.set(id, { ...ended, until: Math.min(ended.until, Date.parse(recordedAt)) });
}

/** Where it stands at an instant. */
export function engagementState({ from, until }: Engagement, at: number): EngagementState {
  if (at >= until) return 'over';
  return at < from ? 'planned' : 'under-way';
}

/** One that is under way and has the viewer as its auditor. @throws AppError ENGAGEMENT_UNKNOWN (404) for any other */
export function ownEngagement(app: Pick<App, 'store' | 'clock'>, viewer: Viewer, id: string): Engagement {
  const now = app.clock();
  const own = app.store.engagements.under(viewer.personId ?? '', now).some((one) => one.id === id);
  const engagement = own ? readEngagements(app).get(id) : undefined;
  if (engagement) return engagement;
  throw new AppError({
    code: 'ENGAGEMENT_UNKNOWN',
    message: 'No such engagement of yours is under way.',
    remedy: 'Choose one that is.',
    status: 404,
    where: { field: 'engagement' },
  });
}

/** Nothing is written any more once it is over. @throws AppError ENGAGEMENT_OVER (409) */
export function refuseOver(app: Pick<App, 'store' | 'clock'>, id: string): void {
  const engagement = readEngagements(app).get(id);
  if (engagement && engagementState(engagement, app.clock()) === 'under-way') return;
  throw new AppError({
    code: 'ENGAGEMENT_OVER',
    message: 'This engagement is over, so nothing is added to it.',
    remedy: 'Read it, or have another engagement created.',
    status: 409,
  });
}
