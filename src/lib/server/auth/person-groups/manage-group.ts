import { AppError } from '#core/errors.ts';
import { newId } from '../../store/random-id.ts';
import type { AuthContext } from '../auth-context.ts';
import { authorise } from '../authorise.ts';
import type { Viewer } from '../viewer.ts';
import { changeGroup, recordGroup } from './change-group.ts';

export interface GroupInput {
  readonly name: string;
  /** What its members do together. */
  readonly purpose: string;
}

const MAX_NAME = 80;
const MAX_PURPOSE = 500;

/**
 * Makes a group of people without members and roles.
 * @throws AppError NAME_INVALID, PURPOSE_INVALID (400), PERSON_GROUP_TAKEN (409), STEP_UP_NEEDED (403)
 */
export function createGroup(auth: AuthContext, viewer: Viewer, input: GroupInput): { readonly id: string } {
  authorise(viewer, 'account.manage');
  const said = checked(input);
  const { store } = auth;
  const groupId = newId();
  store.transaction(() => {
    refuseTaken(auth, said.name, null);
    store.personGroups.insert({ id: groupId, ...said, createdAt: auth.clock() });
    recordGroup(store, viewer, { groupId, kind: 'person-group.created' });
  });
  return { id: groupId };
}

/** Names a group anew. @throws AppError as `createGroup`; PERSON_GROUP_UNKNOWN (404), OWN_GROUP (409) */
export function describeGroup(
  auth: AuthContext,
  viewer: Viewer,
  { groupId, ...input }: GroupInput & { readonly groupId: string },
): void {
  authorise(viewer, 'account.manage');
  const said = checked(input);
  const work = () => {
    refuseTaken(auth, said.name, groupId);
    auth.store.personGroups.describe(groupId, said);
  };
  changeGroup(auth, viewer, { groupId, work });
}

/**
 * Removes a group: nobody holds a role through it any more.
 * @throws AppError PERSON_GROUP_UNKNOWN (404), OWN_GROUP, LAST_ADMINISTRATOR (409), STEP_UP_NEEDED (403)
 */
export function removeGroup(
  auth: AuthContext,
  viewer: Viewer,
  { groupId }: { readonly groupId: string },
): void {
  authorise(viewer, 'account.manage');
  changeGroup(auth, viewer, { groupId, removes: true, work: () => auth.store.personGroups.remove(groupId) });
}

function checked({ name, purpose }: GroupInput): GroupInput {
  const said = { name: name.trim(), purpose: purpose.trim() };
  if (said.name === '' || said.name.length > MAX_NAME)
    throw invalid('name', `Name it in up to ${MAX_NAME} characters.`);
  if (said.purpose === '' || said.purpose.length > MAX_PURPOSE)
    throw invalid('purpose', `Say in up to ${MAX_PURPOSE} characters what it is for.`);
  return said;
}

function refuseTaken({ store }: AuthContext, name: string, groupId: string | null): void {
  const same = (text: string) => text.toLowerCase() === name.toLowerCase();
  if (!store.personGroups.list().some((one) => one.id !== groupId && same(one.name))) return;
  throw new AppError({
    code: 'PERSON_GROUP_TAKEN',
    message: 'There is a group of people with this name.',
    remedy: 'Choose another name.',
    status: 409,
    where: { field: 'name' },
  });
}

function invalid(field: 'name' | 'purpose', remedy: string): AppError {
  const code = `${field.toUpperCase()}_INVALID`;
  return new AppError({ code, message: `The field ${field} is not valid.`, remedy, where: { field } });
}
