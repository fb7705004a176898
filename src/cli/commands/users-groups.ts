import { AppError } from '#core/errors.ts';
import type { App } from '#lib/server/app.ts';
import { addMember, removeMember } from '#lib/server/auth/person-groups/group-members.ts';
import { giveGroupRole, takeGroupRole } from '#lib/server/auth/person-groups/group-roles.ts';
import {
  getPersonGroup,
  listPersonGroups,
  type PersonGroup,
} from '#lib/server/auth/person-groups/list-groups.ts';
import { createGroup, removeGroup } from '#lib/server/auth/person-groups/manage-group.ts';
import { localOperator } from '#lib/server/auth/viewer.ts';
import { defineCommand } from '../command.ts';
import { printJson, printText } from '../output/print.ts';
import { renderFacts, renderTable } from '../output/table.ts';
import { readRole, roleText } from './role-text.ts';
import { personNamed, withPeople } from './with-people.ts';

const rolesText = ({ roles }: PersonGroup): string => roles.map(roleText).join(', ');
const membersText = ({ members }: PersonGroup): string => members.map(({ name }) => name).join(', ');

const columns = [
  { title: 'Group', cell: (row: PersonGroup) => row.name },
  { title: 'Purpose', cell: (row: PersonGroup) => row.purpose },
  { title: 'Roles', cell: rolesText },
  { title: 'Members', cell: membersText },
];

export const usersGroups = defineCommand({
  summary: 'Groups of people with their roles and members (while no server runs)',
  options: {},
  run: ({ context, options }) =>
    withPeople(context, (app) => {
      const { rows } = listPersonGroups(app, localOperator, {});
      if (options.json) printJson(context.stdout, { rows });
      else context.stdout.write(renderTable(columns, rows));
    }),
});

export const usersGroup = defineCommand({
  summary: 'One group of people: make, change or remove it (while no server runs)',
  operands: 'NAME',
  minOperands: 1,
  options: {
    create: { type: 'string', value: 'PURPOSE', summary: 'make it, and say what it is for' },
    give: { type: 'string', multiple: true, value: 'ROLE[:UNIT]', summary: 'a role that members then hold' },
    take: { type: 'string', multiple: true, value: 'ROLE[:UNIT]', summary: 'the same, taken away' },
    add: { type: 'string', multiple: true, value: 'EMAIL', summary: 'put a person into it' },
    out: { type: 'string', multiple: true, value: 'EMAIL', summary: 'take a person out' },
    remove: { type: 'boolean', summary: 'nobody holds a role through it any more' },
  },
  notes: ['Sessions of those end whose roles change. The last administrator for all units stays one.'],
  run: ({ context, options, operands: [name = ''] }) =>
    withPeople(context, (app) => {
      // All of it or nothing.
      const group = app.store.transaction(() => change(app, name, options));
      if (options.json) printJson(context.stdout, group ?? { name, removed: true });
      else printText(context.stdout, group ? describe(group) : `The group ${name} is removed.`);
    }),
});

interface Wanted {
  readonly create: string | undefined;
  readonly give: readonly string[];
  readonly take: readonly string[];
  readonly add: readonly string[];
  readonly out: readonly string[];
  readonly remove: boolean;
}

/** What it is afterwards; null = removed. */
function change(
  app: App,
  name: string,
  { create, give, take, add, out, remove }: Wanted,
): PersonGroup | null {
  if (create !== undefined) createGroup(app, localOperator, { name, purpose: create });
  const groupId = groupNamed(app, name);
  const one = (email: string) => ({ groupId, personId: personNamed(app, email) });
  for (const text of give) giveGroupRole(app, localOperator, { groupId, ...readRole(text) });
  for (const text of take) takeGroupRole(app, localOperator, { groupId, ...readRole(text) });
  for (const email of add) addMember(app, localOperator, one(email));
  for (const email of out) removeMember(app, localOperator, one(email));
  if (!remove) {
    const {
      id,
      purpose,
      createdAt,
      roles,
      members,
      name: called,
    } = getPersonGroup(app, localOperator, groupId);
    return { id, name: called, purpose, createdAt, roles, members };
  }
  removeGroup(app, localOperator, { groupId });
  return null;
}

function describe(group: PersonGroup): string {
  return renderFacts([
    ['Group', group.name],
    ['Purpose', group.purpose],
    ['Roles', rolesText(group) || null],
    ['Members', membersText(group) || null],
  ]);
}

function groupNamed(app: App, name: string): string {
  const { rows } = listPersonGroups(app, localOperator, {});
  const group = rows.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (group) return group.id;
  throw new AppError({
    code: 'PERSON_GROUP_UNKNOWN',
    message: `There is no group of people called ${name}.`,
    remedy: 'Look at `patchproof users groups`, or make it with --create.',
    status: 404,
  });
}
