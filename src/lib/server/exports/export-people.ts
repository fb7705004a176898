import type { App } from '../app.ts';
import { listDelegations } from '../auth/delegations/list-delegations.ts';
import type { DelegationsQuery, DelegationSummary } from '../auth/delegations/list-delegations.ts';
import { listEngagements } from '../auth/engagements/list-engagements.ts';
import type { EngagementsQuery, EngagementSummary } from '../auth/engagements/list-engagements.ts';
import { listAccounts } from '../auth/people/list-accounts.ts';
import type { AccountsQuery, AccountSummary } from '../auth/people/list-accounts.ts';
import { listPersonGroups } from '../auth/person-groups/list-groups.ts';
import type { PersonGroup, PersonGroupsQuery } from '../auth/person-groups/list-groups.ts';
import type { Viewer } from '../auth/viewer.ts';
import { toCsv } from './csv.ts';
import type { CsvColumns } from './csv.ts';

const held = ({ role, unit }: { readonly role: string; readonly unit: string }): string => `${role}:${unit}`;
const whole = { page: undefined, pageSize: undefined };

const personColumns: CsvColumns<AccountSummary> = {
  id: (row) => row.personId,
  name: (row) => row.name,
  email: (row) => row.email,
  state: (row) => row.state,
  roles: (row) =>
    row.roles.map((one) => held(one) + (one.group ? ` through ${one.group.name}` : '')).join(', '),
  factors: (row) => row.factors.join(' '),
  lastUsed: (row) => row.lastUsed,
  activeAt: (row) => row.activeAt,
};

/** People with accounts that match, as CSV. @throws AppError QUERY_INVALID */
export function exportPeople(app: App, viewer: Viewer, query: AccountsQuery): string {
  return toCsv(personColumns, listAccounts(app, viewer, { ...query, ...whole }).rows);
}

const groupColumns: CsvColumns<PersonGroup> = {
  id: (row) => row.id,
  name: (row) => row.name,
  purpose: (row) => row.purpose,
  roles: (row) => row.roles.map(held).join(', '),
  members: (row) => row.members.map(({ name }) => name).join(', '),
  createdAt: (row) => row.createdAt,
};

/** Groups of people that match, as CSV. @throws AppError QUERY_INVALID */
export function exportPersonGroups(app: App, viewer: Viewer, query: PersonGroupsQuery): string {
  return toCsv(groupColumns, listPersonGroups(app, viewer, { ...query, ...whole }).rows);
}

const engagementColumns: CsvColumns<EngagementSummary> = {
  id: (row) => row.id,
  name: (row) => row.name,
  auditors: (row) => row.auditors.join(', '),
  units: (row) => row.units.join(' '),
  from: (row) => row.from,
  until: (row) => row.until,
  state: (row) => row.state,
};

/** Audit engagements that match, as CSV. @throws AppError QUERY_INVALID */
export function exportEngagements(app: App, viewer: Viewer, query: EngagementsQuery): string {
  return toCsv(engagementColumns, listEngagements(app, viewer, { ...query, ...whole }).rows);
}

const delegationColumns: CsvColumns<DelegationSummary> = {
  id: (row) => row.id,
  person: (row) => row.person,
  delegate: (row) => row.delegate,
  from: (row) => row.from,
  until: (row) => row.until,
  state: (row) => row.state,
};

/** The viewer's own delegations that match, as CSV. @throws AppError QUERY_INVALID */
export function exportDelegations(app: App, viewer: Viewer, query: DelegationsQuery): string {
  return toCsv(delegationColumns, listDelegations(app, viewer, { ...query, ...whole }).rows);
}
