import { applySampleEvent } from '#core/audit/audit-sample.ts';
import type { SampleContent, SampleEvent, SampleState } from '#core/audit/audit-sample.ts';
import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { View } from '../read-view.ts';
import { readEvents, saidIn } from './audit-events.ts';
import type { Until } from './audit-events.ts';
import { auditReach, holdsFor } from './audit-reach.ts';
import type { AuditReach } from './audit-reach.ts';

export const SAMPLES = 'audit-sample';

export interface KnownSample {
  readonly id: string;
  readonly state: SampleState;
  readonly told: readonly { readonly seq: number; readonly at: string; readonly event: SampleEvent }[];
}

/** Every sample of every engagement as the log has it, in the order they were drawn. */
export function readSamples(app: Pick<App, 'store'>, until?: Until): ReadonlyMap<string, KnownSample> {
  const book = new Map<string, KnownSample>();
  for (const logged of readEvents(app, SAMPLES, until)) {
    const { seq, object: id, recordedAt: at } = logged;
    const event = saidIn<SampleEvent>(logged);
    const known = book.get(id);
    const state = applySampleEvent(known?.state ?? null, event);
    if (state !== null) book.set(id, { id, state, told: [...(known?.told ?? []), { seq, at, event }] });
  }
  return book;
}

/** A sample names what it was taken from: only who sees all of those units sees it. */
export function seesSample(
  { staff, auditor, engagements }: AuditReach,
  { engagement, units }: Pick<SampleContent, 'engagement' | 'units'>,
): boolean {
  const within = (held: readonly string[]): boolean => units.every((unit) => holdsFor(held, unit));
  return within(staff) || (engagements.has(engagement) && within(auditor));
}

/** Those that a viewer sees, as a view has them. */
export function samplesInView(app: App, viewer: Viewer, view: View): readonly KnownSample[] {
  const reach = auditReach(app, viewer);
  const book = readSamples(app, { knownAt: view.knownAt, asOf: Date.parse(view.asOf) });
  return [...book.values()].filter(({ state }) => seesSample(reach, state.content));
}

/** One sample in a view. @throws AppError NOT_FOUND for an absent one and one out of reach alike */
export function openSample(app: App, viewer: Viewer, { view, id }: { view: View; id: string }): KnownSample {
  const found = samplesInView(app, viewer, view).find((one) => one.id === id);
  if (!found) throw sampleNotFound();
  return found;
}

export function sampleNotFound(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such sample.',
    remedy: 'Look it up in the list of samples.',
    status: 404,
  });
}
