import { closeIdleAccounts } from '#lib/server/auth/people/close-idle-accounts.ts';
import { giveRole, takeRole } from '#lib/server/auth/people/change-roles.ts';
import { erasePerson } from '#lib/server/auth/people/erase-person.ts';
import { getAccount, listAccounts, type AccountSummary } from '#lib/server/auth/people/list-accounts.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { defineCommand } from '../command.ts';
import { utcMinute } from '../output/moments.ts';
import { printJson, printText } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import { usageError } from '../usage-error.ts';
import { readRole, roleText } from './role-text.ts';
import { personNamed, withPeople } from './with-people.ts';

const heldText = ({ group, ...role }: AccountSummary['roles'][number]): string =>
  group ? `${roleText(role)} (${group.name})` : roleText(role);

const columns = [
  { title: 'Name', cell: (row: AccountSummary) => row.name },
  { title: 'Address', cell: (row: AccountSummary) => row.email },
  { title: 'Roles', cell: (row: AccountSummary) => row.roles.map(heldText).join(', ') },
  { title: 'State', cell: (row: AccountSummary) => (row.state === 'disabled' ? 'closed' : row.state) },
  { title: 'Active', cell: (row: AccountSummary) => utcMinute(row.activeAt) },
];

export const usersList = defineCommand({
  summary: 'People with their roles and when they were last active (while no server runs)',
  options: {},
  run: ({ context, options }) =>
    withPeople(context, (app) => {
      const { rows } = listAccounts(app, localOperator, {});
      if (options.json) printJson(context.stdout, { rows });
      else context.stdout.write(renderTable(columns, rows));
    }),
});

export const usersRoles = defineCommand({
  summary: 'Give a person a role, or take one away (while no server runs)',
  operands: 'EMAIL',
  minOperands: 1,
  options: {
    give: { type: 'string', value: 'ROLE[:UNIT]', summary: 'such as manager:claims; without a unit for all' },
    take: { type: 'string', value: 'ROLE[:UNIT]', summary: 'the same, taken away' },
  },
  notes: ['All sessions of the person end. The last administrator for all units stays one.'],
  run: ({ context, options, operands: [email = ''] }) => {
    const { give, take } = options;
    if (give === undefined && take === undefined)
      throw usageError('users roles needs --give or --take.', 'Give one of them or both.');
    return withPeople(context, (app) => {
      const personId = personNamed(app, email);
      if (give !== undefined) giveRole(app, localOperator, { personId, ...readRole(give) });
      if (take !== undefined) takeRole(app, localOperator, { personId, ...readRole(take) });
      const { roles } = getAccount(app, localOperator, personId);
      if (options.json) printJson(context.stdout, { personId, roles });
      else printText(context.stdout, roles.map(heldText).join('\n'));
    });
  },
});

export const usersErase = defineCommand({
  summary: 'Erase the personal data of a closed account (while no server runs)',
  operands: 'EMAIL',
  minOperands: 1,
  options: {
    reason: { type: 'string', value: 'TEXT', summary: 'who asked for it, without name and address' },
    yes: { type: 'boolean', summary: 'it cannot be undone' },
  },
  notes: ['The log keeps what the person did, under an id; its proofs hold.'],
  run: ({ context, options, operands: [email = ''] }) => {
    if (!options.yes) throw usageError('users erase cannot be undone.', 'Add --yes to erase.');
    return withPeople(context, (app) => {
      const personId = personNamed(app, email);
      erasePerson(app, localOperator, { personId, reason: options.reason ?? '' });
      if (options.json) printJson(context.stdout, { personId, erased: true });
      else printText(context.stdout, `The personal data of ${personId} is erased.`);
    });
  },
});

export const usersCloseIdle = defineCommand({
  summary: 'Close accounts that nobody signed in to for 90 days, as the server does each hour',
  options: {},
  run: ({ context, options }) =>
    withPeople(context, (app) => {
      const { closed, kept } = closeIdleAccounts(app, localOperator);
      if (options.json) printJson(context.stdout, { closed, kept });
      else printText(context.stdout, `${closed.length} closed, ${kept.length} kept as last administrator.`);
    }),
});
