import type { PolicyVersion } from '#core/policy/policy.ts';
import { plainDuration, requirePolicy } from '#core/policy/stale-limits.ts';
import { endOfLocalDay, localDate } from '#core/sla/calendar.ts';
import { AppError } from '#core/errors.ts';
import type { App } from './app.ts';
import type { Viewer } from './auth/viewer.ts';

/** Which state of the world an answer is about. */
export interface ViewInput {
  /** A day (its end, in the policy's zone; today = now) or an ISO instant with a zone. Absent = now. */
  readonly asOf?: string | undefined;
  /** Event number up to which the log is known. Absent = all of it. */
  readonly knownAt?: number | undefined;
  /** One business unit; absent = all that the viewer may see. */
  readonly unit?: string | undefined;
}

/** The view, resolved: echoed by every document, and the parameters of every query. */
export interface View {
  readonly asOf: string;
  readonly knownAt: number;
  readonly policy: PolicyVersion;
  /** All versions as known, in the order they were published. */
  readonly policies: readonly PolicyVersion[];
  /** The policy's zone: due dates and cohort days are counted and shown in it. */
  readonly zone: string;
  readonly params: {
    readonly viewer_units: readonly string[];
    readonly as_of: string;
    readonly known_at: number;
  };
  /** A sufficient scan since then counts as coverage. */
  readonly coveredSince: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Resolve what a reader asked for, after the warehouse has caught up with the log.
 * @throws AppError DATE_INVALID, TIME_ZONE_MISSING, KNOWN_AT_INVALID
 */
export async function resolveView(app: App, viewer: Viewer, input: ViewInput): Promise<View> {
  const head = await app.warehouse.catchUp();
  const knownAt = readKnownAt(input.knownAt, head);
  const now = app.heldNow.at(head);
  const known = app.warehouse.policies(knownAt);
  // Before the first version was recorded the first one governs.
  const policies = known.length > 0 ? known : app.warehouse.policies();
  const zone = requirePolicy(policies, now).zone;
  const at = input.asOf === undefined ? now : readAsOf(input.asOf, { now, zone });
  const policy = requirePolicy(policies, at);
  const asOf = new Date(at).toISOString();
  return {
    asOf,
    knownAt,
    policy,
    policies,
    zone: policy.zone,
    params: { viewer_units: unitsOf(viewer, input.unit), as_of: asOf, known_at: knownAt },
    coveredSince: new Date(at - plainDuration(policy.coverageWindow)).toISOString(),
  };
}

/** A unit outside the viewer's own answers like one that does not exist: with nothing. */
function unitsOf({ units }: Viewer, unit: string | undefined): readonly string[] {
  if (unit === undefined) return units;
  return units.includes('*') || units.includes(unit) ? [unit] : [];
}

function readKnownAt(knownAt: number | undefined, head: number): number {
  if (knownAt === undefined) return head;
  if (Number.isInteger(knownAt) && knownAt >= 1 && knownAt <= head) return knownAt;
  throw new AppError({
    code: 'KNOWN_AT_INVALID',
    message: `There is no event ${knownAt}; the log holds 1 to ${head}.`,
    remedy: `Give a number from 1 to ${head}.`,
  });
}

function readAsOf(text: string, { now, zone }: { now: number; zone: string }): number {
  if (DAY.test(text) && isCalendarDay(text)) {
    return text === localDate(now, zone) ? now : endOfLocalDay(text, zone);
  }
  if (INSTANT.test(text) && isCalendarDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text))) {
    return Date.parse(text);
  }
  const zoneless = /^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(text);
  throw new AppError({
    code: zoneless ? 'TIME_ZONE_MISSING' : 'DATE_INVALID',
    message: zoneless ? 'The time has no zone.' : 'That is no date.',
    remedy: 'Give a day such as 2026-05-31, or an instant such as 2026-05-31T12:00:00Z.',
    where: { field: 'asOf' },
  });
}

function isCalendarDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
