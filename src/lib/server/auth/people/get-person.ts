import type { App } from '../../app.ts';
import { authorise, may } from '../authorise.ts';
import { delegationsOf, type DelegationSummary } from '../delegations/list-delegations.ts';
import type { Viewer } from '../viewer.ts';
import { getAccount, type AccountSummary } from './list-accounts.ts';

export interface PersonDetail extends AccountSummary {
  readonly groups: readonly { readonly id: string; readonly name: string; readonly purpose: string }[];
  /** Open ones that they gave or hold. */
  readonly delegations: readonly DelegationSummary[];
  readonly mayChange: boolean;
  readonly mayErase: boolean;
}

/** One person with an account, for whoever manages accounts. @throws AppError PERSON_UNKNOWN (404) */
export function getPerson(app: App, viewer: Viewer, personId: string): PersonDetail {
  authorise(viewer, 'account.list');
  const account = getAccount(app, viewer, personId);
  const isOther = viewer.personId !== personId;
  return {
    ...account,
    groups: app.store.personGroups.of(personId).map(({ id, name, purpose }) => ({ id, name, purpose })),
    delegations: delegationsOf(app, personId),
    mayChange: isOther && may(viewer, 'account.manage'),
    mayErase: isOther && account.state === 'disabled' && may(viewer, 'person.erase'),
  };
}
