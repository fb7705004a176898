import { addDays, localDate } from '#core/sla/calendar.ts';
import { requirePolicy } from '#core/policy/stale-limits.ts';
import type { App } from '../app.ts';
import { createEngagement } from '../auth/engagements/create-engagement.ts';
import { localOperator } from '../auth/viewer.ts';

/** A year from now on in which the auditors of a demo see it. */
export function beginDemoAudit(app: App, { name }: { readonly name: string }): void {
  const now = app.clock();
  const from = localDate(now, requirePolicy(app.warehouse.policies(), now).zone);
  const auditors = app.store.people.activeHolders(['auditor']).map(({ personId }) => personId);
  createEngagement(app, localOperator, { name, units: ['*'], auditors, from, until: addDays(from, 365) });
}
