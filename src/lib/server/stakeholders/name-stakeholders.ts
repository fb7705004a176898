import { AppError } from '#core/errors.ts';
import { systemProblems } from '#core/stakeholder/check-system.ts';
import { namedPeople, partHash, partOf } from '#core/stakeholder/person-part.ts';
import type { SystemContent } from '#core/stakeholder/system-content.ts';
import type { App } from '../app.ts';
import { authorise } from '../auth/authorise.ts';
import { ROLES } from '../auth/roles.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import { holdsFor, openSystem } from './get-stakeholders.ts';
import { readStakeholderBook, unknownSystem } from './stakeholder-book.ts';

export interface NameInput {
  /** `unit/payments`. */
  readonly id: string;
  /** Event of the content that was changed; 0 = the first. */
  readonly basedOn: number;
  readonly content: SystemContent;
}

/**
 * Say who the people of a system are. Whoever's part changes has to acknowledge it anew.
 * @throws AppError NOT_FOUND, STAKEHOLDERS_INVALID with every field, UNIT_FORBIDDEN (403), STALE_VERSION (409)
 */
export async function nameStakeholders(app: App, viewer: Viewer, { id, basedOn, content }: NameInput) {
  authorise(viewer, 'stakeholder.manage');
  const system = await openSystem(app, await resolveView(app, viewer, {}), id);
  if (!holdsFor(viewer, system)) throw outside();
  const known = new Set(app.store.people.activeHolders(ROLES).map(({ personId }) => personId));
  const problems = systemProblems(content, (person) => known.has(person));
  if (problems.length > 0) throw invalid(problems);
  append(app, viewer, system.system, () => {
    const now = readStakeholderBook(app).get(system.system) ?? unknownSystem;
    if (now.seq !== basedOn) throw stale();
    return { kind: 'stakeholder.defined', body: { content } };
  });
  await app.warehouse.catchUp();
  return { id: system.system };
}

/**
 * Say that one knows what one is named for.
 * @throws AppError NOT_FOUND, STALE_VERSION (409) for a part that was changed meanwhile or that is not one's own
 */
export async function acknowledgePart(
  app: App,
  viewer: Viewer,
  { id, part }: { readonly id: string; readonly part: string },
) {
  authorise(viewer, 'stakeholder.acknowledge');
  const system = await openSystem(app, await resolveView(app, viewer, {}), id);
  append(app, viewer, system.system, () => {
    const { content } = readStakeholderBook(app).get(system.system) ?? unknownSystem;
    const person = viewer.personId ?? '';
    const isNamed = namedPeople(content).includes(person);
    if (!isNamed || partHash(partOf(content, person)) !== part) throw stale();
    return { kind: 'stakeholder.acknowledged', body: { part } };
  });
  await app.warehouse.catchUp();
  return { id: system.system };
}

function append(
  app: App,
  { personId, via }: Viewer,
  object: string,
  saying: () => { readonly kind: string; readonly body: unknown },
): void {
  if (personId === null) throw noPerson();
  app.store.transaction(() => app.store.log.append({ ...saying(), object, actor: personId, via }));
}

function invalid(problems: ReturnType<typeof systemProblems>): AppError {
  const [first] = problems;
  return new AppError({
    code: 'STAKEHOLDERS_INVALID',
    message: problems.map(({ message }) => message).join(' '),
    remedy: 'Correct this and save it again.',
    where: { field: first?.field ?? 'people' },
  });
}

function stale(): AppError {
  return new AppError({
    code: 'STALE_VERSION',
    message: 'This was changed after you opened it.',
    remedy: 'Reload the page and read it again.',
    status: 409,
  });
}

function outside(): AppError {
  return new AppError({
    code: 'UNIT_FORBIDDEN',
    message: 'Only those whose role holds for it name the people of this system.',
    remedy: 'Ask somebody of that unit, or an administrator.',
    status: 403,
  });
}

function noPerson(): AppError {
  return new AppError({
    code: 'STAKEHOLDERS_PERSON',
    message: 'This names no person.',
    remedy: 'Sign in with an account that belongs to a person.',
  });
}
