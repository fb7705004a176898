import { reduceDesirability } from '#core/ranking/desirability.ts';
import type { Authored, DesirabilityEvent, DesirabilityState } from '#core/ranking/desirability.ts';
import { toIso } from '#core/time.ts';
import type { App } from '../app.ts';
import type { View } from '../read-view.ts';

interface PatchPlace {
  readonly fix: string;
  readonly product: string;
}

/** What is recorded about a patch in a view. The caller has checked that the viewer may see the patch. */
export async function desirabilityOf(app: App, view: View, patch: PatchPlace): Promise<DesirabilityState> {
  const { fix, product } = patch;
  const rows = await app.warehouse.query('patch-records', { ...view.params, fix, product });
  return reduceDesirability(rows.map(({ event }) => JSON.parse(event) as DesirabilityEvent));
}

/** The same with the names of people and ISO instants, as pages, API and command line show it. */
export async function describeDesirability(app: App, view: View, patch: PatchPlace) {
  const state = await desirabilityOf(app, view, patch);
  const signed = <Content extends Authored<object>>({ author, at, ...content }: Content) => ({
    ...content,
    author: app.store.people.name(author) ?? 'erased person',
    at: toIso(at),
  });
  const ratings = state.ratings.map((one) => signed(one));
  const researches = state.researches.map((one) => signed(one));
  return {
    /** null = not rated. */
    desirability: state.rating?.rating ?? null,
    rating: ratings.at(-1) ?? null,
    /** null = nobody has looked. */
    research: researches.at(-1) ?? null,
    isRatingOlder: state.isRatingOlder,
    /** Earlier ones, newest first. */
    earlierRatings: ratings.slice(0, -1).reverse(),
    earlierResearch: researches.slice(0, -1).reverse(),
  };
}

export type PatchDesirability = Awaited<ReturnType<typeof describeDesirability>>;
