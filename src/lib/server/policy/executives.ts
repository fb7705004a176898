import { AppError } from '#core/errors.ts';
import { executiveFunctions } from '#core/policy/executive-function.ts';
import type { ExecutiveFunction } from '#core/policy/executive-function.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import { permissions } from '../auth/permissions.ts';
import type { Viewer } from '../auth/viewer.ts';
import { personOf } from './write-draft.ts';

interface Executive {
  readonly person: string;
  readonly function: ExecutiveFunction;
  /** Person who named them, and when (ISO). */
  readonly namedBy: string | null;
  readonly at: string;
}

/** Events about policies that are read; there are few of them. */
const MOST = 100_000;
const PREFIX = 'policy-executive/';

/** Who signs for an executive function, as the log has it. */
export function readExecutives({ store }: Pick<App, 'store'>): Executive[] {
  const named = new Map<string, Executive>();
  const query = { kind: 'policy', actor: null, object: null, from: null, until: null, text: null };
  const { events } = store.log.search(query, { limit: MOST, offset: 0 });
  for (const { kind, object, body, actor, recordedAt } of events.toReversed()) {
    const person = object.slice(PREFIX.length);
    if (kind === 'policy.executive-ended') named.delete(person);
    if (kind !== 'policy.executive-named') continue;
    // Written by `nameExecutive` alone.
    const { function: of } = body as { readonly function: ExecutiveFunction };
    named.set(person, { person, function: of, namedBy: actor, at: recordedAt });
  }
  return [...named.values()];
}

/** Executives by name, and whom an administrator may name. */
export function listExecutives(app: App, viewer: Viewer) {
  authorise(viewer, 'policy.read');
  const nameOf = (id: string | null) => (id === null ? null : (app.store.people.name(id) ?? 'erased person'));
  const executives = readExecutives(app).map((one) => ({
    ...one,
    name: nameOf(one.person),
    namedByName: nameOf(one.namedBy),
  }));
  return { executives, people: peopleWhoSign(app).filter(({ person }) => person !== viewer.personId) };
}

/** Everybody with a role that may sign, by name. */
export function peopleWhoSign(app: App): { readonly person: string; readonly name: string }[] {
  const holders = app.store.people.activeHolders(permissions['policy.sign-executive'].roles);
  const names = new Map(holders.map(({ personId, name }) => [personId, name ?? 'erased person']));
  return [...names]
    .map(([person, name]) => ({ person, name }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Name a person as an executive, or give them another function. @throws AppError FOUR_EYES, EXECUTIVE_INVALID */
export function nameExecutive(
  app: App,
  viewer: Viewer,
  { person, function: of }: { readonly person: string; readonly function: string },
): void {
  authorise(viewer, 'policy.name-executive');
  if (person === personOf(viewer)) throw notOneself();
  const found = executiveFunctions.find((one) => one === of);
  if (found === undefined) throw invalid('function');
  app.store.transaction(() => {
    if (!peopleWhoSign(app).some((one) => one.person === person)) throw invalid('person');
    append(app, viewer, { kind: 'policy.executive-named', person, body: { function: found } });
  });
}

/** From now on a person signs for no executive function; what they signed stands. @throws AppError EXECUTIVE_INVALID */
export function endExecutive(app: App, viewer: Viewer, { person }: { readonly person: string }): void {
  authorise(viewer, 'policy.name-executive');
  app.store.transaction(() => {
    if (!readExecutives(app).some((one) => one.person === person)) throw invalid('person');
    append(app, viewer, { kind: 'policy.executive-ended', person, body: {} });
  });
}

interface Said {
  readonly kind: 'policy.executive-named' | 'policy.executive-ended';
  readonly person: string;
  readonly body: object;
}

function append(app: App, viewer: Viewer, { kind, person, body }: Said): void {
  const by = { actor: personOf(viewer), via: viewer.via };
  app.store.log.append({ kind, object: `${PREFIX}${person}`, body, ...by });
}

function notOneself(): AppError {
  return new AppError({
    code: 'FOUR_EYES',
    message: 'Nobody names himself or herself.',
    remedy: 'Another administrator has to do it.',
    status: 403,
    where: { field: 'person' },
  });
}

function invalid(field: 'person' | 'function'): AppError {
  return new AppError({
    code: 'EXECUTIVE_INVALID',
    message: field === 'person' ? 'This person cannot be chosen.' : 'This function cannot be chosen.',
    remedy: 'Choose one from the list.',
    where: { field },
  });
}
