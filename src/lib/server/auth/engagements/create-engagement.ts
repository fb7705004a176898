import { AppError } from '#core/errors.ts';
import type { App } from '../../app.ts';
import { newId } from '../../store/random-id.ts';
import { authorise } from '../authorise.ts';
import { readPeriod, type PeriodInput } from '../read-period.ts';
import type { Viewer } from '../viewer.ts';

export interface EngagementInput extends PeriodInput {
  readonly name: string;
  /** Business units; `['*']` = all. */
  readonly units: readonly string[];
  /** Person ids. */
  readonly auditors: readonly string[];
}

const MAX_DAYS = 366;
const UNIT = /^(\*|[a-z0-9][a-z0-9-]{0,39})$/;

/**
 * What auditors may look at, and when. Outside their engagements they see nothing; it begins and ends by itself.
 * @throws AppError ENGAGEMENT_INVALID, PERIOD_INVALID (400) with the field, STEP_UP_NEEDED (403)
 */
export function createEngagement(app: App, viewer: Viewer, input: EngagementInput): { readonly id: string } {
  authorise(viewer, 'engagement.manage');
  const name = input.name.trim();
  if (name.length < 3 || name.length > 200) throw invalid('name', 'Name it in 3 to 200 characters.');
  const units = [...new Set(input.units)].sort();
  if (units.length === 0 || !units.every((unit) => UNIT.test(unit)))
    throw invalid('units', 'Choose business units, or all.');
  const auditors = [...new Set(input.auditors)].sort();
  if (auditors.length === 0 || !auditors.every((personId) => isAuditor(app, personId)))
    throw invalid('auditors', 'Choose people who hold the role auditor.');
  const { fromAt, untilAt } = readPeriod(app, input, MAX_DAYS);
  const id = newId();
  app.store.transaction(() => {
    const row = { id, name, units: units.includes('*') ? ['*'] : units, fromAt, untilAt, endedAt: null };
    app.store.engagements.insert({ ...row, createdAt: app.clock() }, auditors);
    const [from, until] = [new Date(fromAt).toISOString(), new Date(untilAt).toISOString()];
    app.store.log.append({
      kind: 'engagement.created',
      object: `engagement:${id}`,
      body: { engagementId: id, name, units: row.units, from, until, auditors },
      actor: viewer.personId,
      via: viewer.via,
      effectiveFrom: from,
    });
  });
  return { id };
}

/** Ends one before its time. @throws AppError ENGAGEMENT_UNKNOWN (404), ENGAGEMENT_OVER (409), STEP_UP_NEEDED (403) */
export function endEngagement(app: App, viewer: Viewer, { id }: { readonly id: string }): void {
  authorise(viewer, 'engagement.manage');
  const row = app.store.engagements.find(id);
  if (!row) throw unknown();
  const now = app.clock();
  if (row.endedAt !== null || row.untilAt <= now) throw over();
  app.store.transaction(() => {
    app.store.engagements.end(id, now);
    const event = { kind: 'engagement.ended', object: `engagement:${id}`, body: { engagementId: id } };
    app.store.log.append({ ...event, actor: viewer.personId, via: viewer.via });
  });
}

function isAuditor({ store }: Pick<App, 'store'>, personId: string): boolean {
  return (
    store.people.isActive(personId) && store.people.held(personId).some(({ role }) => role === 'auditor')
  );
}

function invalid(field: 'name' | 'units' | 'auditors', remedy: string): AppError {
  return new AppError({
    code: 'ENGAGEMENT_INVALID',
    message: `The field ${field} is not valid.`,
    remedy,
    where: { field },
  });
}

function unknown(): AppError {
  return new AppError({
    code: 'ENGAGEMENT_UNKNOWN',
    message: 'There is no such engagement.',
    remedy: 'Look at the list of engagements.',
    status: 404,
  });
}

function over(): AppError {
  return new AppError({
    code: 'ENGAGEMENT_OVER',
    message: 'This engagement is over.',
    remedy: 'Create another one for more time.',
    status: 409,
  });
}
