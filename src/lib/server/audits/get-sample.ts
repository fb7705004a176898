import { drawSample, populationDigest } from '#core/audit/draw-sample.ts';
import type { SampleContent } from '#core/audit/audit-sample.ts';
import type { App } from '../app.ts';
import { authorise, may } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { personName } from '../exceptions/exception-row.ts';
import { resolveView } from '../read-view.ts';
import type { ViewInput } from '../read-view.ts';
import { engagementState, readEngagements } from './engagement-book.ts';
import { sampleRow } from './list-samples.ts';
import { populationKinds } from './populations.ts';
import { openSample } from './sample-book.ts';

/** One sample with its items, what was found about each, and what is needed to draw it again. @throws AppError NOT_FOUND */
export async function getSample(app: App, viewer: Viewer, input: ViewInput & { readonly id: string }) {
  authorise(viewer, 'audit.read');
  const view = await resolveView(app, viewer, input);
  const found = openSample(app, viewer, { view, id: input.id });
  const { state, told } = found;
  const engagements = readEngagements(app, { knownAt: view.knownAt, asOf: Date.parse(view.asOf) });
  const engagement = engagements.get(state.content.engagement);
  const running = engagement !== undefined && engagementState(engagement, app.clock()) === 'under-way';
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    zone: view.zone,
    sample: sampleRow({ app, view, engagements }, found),
    items: state.content.items.map((item, at) => {
      const judged = state.judged.get(item.id);
      return {
        position: at + 1,
        ...item,
        result: judged?.result ?? null,
        note: judged?.note ?? '',
        judgedAt: judged ? new Date(judged.at).toISOString() : null,
      };
    }),
    history: told.map(({ seq, at, event }) => ({
      seq,
      at,
      kind: event.kind,
      person: personName(app, event.person),
      item: event.kind === 'judged' ? event.item : null,
      result: event.kind === 'judged' ? event.result : null,
      note: event.kind === 'judged' ? event.note : '',
    })),
    standing: {
      running,
      mayJudge: running && state.author === viewer.personId && may(viewer, 'audit.write'),
    },
  };
}

export type SampleDocument = Awaited<ReturnType<typeof getSample>>;

/**
 * Draws a sample again from the population as it is listed now for the same moment, and compares.
 * @throws AppError NOT_FOUND
 */
export async function redrawSample(app: App, viewer: Viewer, input: ViewInput & { readonly id: string }) {
  authorise(viewer, 'audit.read');
  const view = await resolveView(app, viewer, input);
  const { id, state } = openSample(app, viewer, { view, id: input.id });
  const { content } = state;
  const ids = (await listPopulation(app, viewer, { content, zone: view.zone })).map((item) => item.id);
  const items = drawSample(ids, { seed: content.seed, size: content.items.length });
  const digest = populationDigest(ids);
  return {
    asOf: view.asOf,
    knownAt: view.knownAt,
    id,
    same: digest === content.digest && items.join() === content.items.map((item) => item.id).join(),
    drawn: { populationSize: content.populationSize, digest: content.digest },
    again: { populationSize: ids.length, digest, items },
  };
}

type Listed = Pick<SampleContent, 'population' | 'filters' | 'units' | 'asOf' | 'knownAt'>;

/** What a sample is drawn from, the same for whoever draws it: of its units, and nothing of a person's own. */
export function listPopulation(
  app: App,
  viewer: Viewer,
  { content, zone }: { readonly content: Listed; readonly zone: string },
) {
  const { population, filters, units, asOf, knownAt } = content;
  const anybody = { ...viewer, units, personId: null };
  return populationKinds[population].list(app, anybody, filters, { asOf, knownAt, zone });
}
