import { AppError } from '#core/errors.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { personOf } from './write-draft.ts';

export interface Acknowledgement {
  readonly person: string;
  readonly name: string;
  readonly at: string;
}

/** Say that one has read a version; saying it again changes nothing. @throws AppError NOT_FOUND, DECISION_PERSON */
export function acknowledgePolicy(app: App, viewer: Viewer, { version }: { readonly version: number }): void {
  authorise(viewer, 'policy.acknowledge');
  const person = personOf(viewer);
  if (!app.warehouse.policies().some((policy) => policy.version === version)) throw noSuchVersion();
  app.store.transaction(() => {
    if (acknowledgementsOf(app, version).some((one) => one.person === person)) return;
    const { via } = viewer;
    const object = `policy/${version}`;
    app.store.log.append({ kind: 'policy.acknowledged', object, body: { version }, actor: person, via });
  });
}

/** Who said so, the first one first. */
export function acknowledgementsOf({ store }: Pick<App, 'store'>, version: number): Acknowledgement[] {
  const of = { actor: null, from: null, until: null, text: null };
  const query = { ...of, kind: 'policy.acknowledged', object: `policy/${version}` };
  return store.log
    .search(query, { limit: 10_000, offset: 0 })
    .events.reverse()
    .flatMap(({ actor, recordedAt }) => {
      if (actor === null) return [];
      return { person: actor, name: store.people.name(actor) ?? 'erased person', at: recordedAt };
    });
}

function noSuchVersion(): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such version of the policy.',
    remedy: 'Choose one from the policy page.',
    status: 404,
  });
}
