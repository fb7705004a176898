import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { accountsOf } from './accounts.ts';
import type { Db } from './database.ts';
import {
  accountTable,
  heldRoleView,
  personDetailTable,
  personGroupMemberTable,
  personTable,
  roleAssignmentTable,
  sessionTable,
} from './schema-people.ts';
import {
  eventOriginTable,
  passkeyTable,
  pendingStepTable,
  recoveryCodeTable,
  ssoIdentityTable,
  totpFactorTable,
} from './schema-sign-in.ts';

export interface RoleAssignment {
  readonly role: string;
  /** Business unit, or `*` for all. */
  readonly unit: string;
}

/** A role that a person holds; `groupId` = the group that it comes through, null = given to the person. */
export interface HeldRole extends RoleAssignment {
  readonly groupId: string | null;
}

export interface NewPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly createdAt: number;
  readonly roles: readonly RoleAssignment[];
}

/** People, what they may do, and the accounts they sign in with. */
export function peopleRepository(db: Db) {
  const heldBy = db
    .select({ role: heldRoleView.role, unit: heldRoleView.unit, groupId: heldRoleView.groupId })
    .from(heldRoleView)
    .where(eq(heldRoleView.personId, sql.placeholder('personId')))
    .prepare();
  const nameOf = db
    .select({ name: personDetailTable.name })
    .from(personDetailTable)
    .where(eq(personDetailTable.personId, sql.placeholder('personId')))
    .prepare();
  return {
    insert(person: NewPerson): void {
      const { id, name, email, createdAt, roles } = person;
      db.insert(personTable).values({ id, createdAt }).run();
      db.insert(personDetailTable).values({ personId: id, name, email }).run();
      for (const assignment of roles)
        db.insert(roleAssignmentTable)
          .values({ personId: id, ...assignment })
          .run();
    },
    /** Everything that a person holds, also through groups. */
    held: (personId: string): HeldRole[] => heldBy.all({ personId }),
    /** Only what was given to the person, without groups. */
    givenRoles: (personId: string): RoleAssignment[] =>
      db
        .select({ role: roleAssignmentTable.role, unit: roleAssignmentTable.unit })
        .from(roleAssignmentTable)
        .where(eq(roleAssignmentTable.personId, personId))
        .all(),
    /** Replaces what was given to the person. */
    setRoles(personId: string, roles: readonly RoleAssignment[]): void {
      db.delete(roleAssignmentTable).where(eq(roleAssignmentTable.personId, personId)).run();
      for (const { role, unit } of roles)
        db.insert(roleAssignmentTable).values({ personId, role, unit }).run();
    },
    /** The name to show; null when unknown or erased. */
    name: (personId: string): string | null => nameOf.get({ personId })?.name ?? null,
    /** Where mail reaches a person; null when unknown or erased. */
    email: (personId: string): string | null =>
      db
        .select({ email: personDetailTable.email })
        .from(personDetailTable)
        .where(eq(personDetailTable.personId, personId))
        .get()?.email ?? null,
    /** Erases name and address, roles, groups and accounts; the person's id stays in the log. */
    erase(personId: string): void {
      db.delete(roleAssignmentTable).where(eq(roleAssignmentTable.personId, personId)).run();
      db.delete(personGroupMemberTable).where(eq(personGroupMemberTable.personId, personId)).run();
      db.update(personDetailTable)
        .set({ name: null, email: null })
        .where(eq(personDetailTable.personId, personId))
        .run();
      eraseAccounts(db, personId);
    },
    ...accountsOf(db),
    ...holdersOf(db),
  };
}

/** Who holds roles and can sign in. */
function holdersOf(db: Db) {
  return {
    /** Who can sign in and holds one of these roles, with the unit for which it is held, by name. */
    activeHolders: (roles: readonly string[]): { personId: string; name: string | null; unit: string }[] =>
      db
        .selectDistinct({
          personId: heldRoleView.personId,
          name: personDetailTable.name,
          unit: heldRoleView.unit,
        })
        .from(heldRoleView)
        .innerJoin(accountTable, eq(accountTable.personId, heldRoleView.personId))
        .innerJoin(personDetailTable, eq(personDetailTable.personId, heldRoleView.personId))
        .where(and(inArray(heldRoleView.role, roles), isNull(accountTable.disabledAt)))
        .orderBy(asc(personDetailTable.name), asc(heldRoleView.personId))
        .all(),
    /** True when someone can sign in who holds that role. */
    anyoneHolds: (role: string): boolean =>
      db
        .select({ id: accountTable.id })
        .from(accountTable)
        .innerJoin(heldRoleView, eq(heldRoleView.personId, accountTable.personId))
        .where(and(eq(heldRoleView.role, role), isNull(accountTable.disabledAt)))
        .get() !== undefined,
  };
}

/** Accounts of a person with everything that hangs on them. */
function eraseAccounts(db: Db, personId: string): void {
  const accounts = db
    .select({ id: accountTable.id })
    .from(accountTable)
    .where(eq(accountTable.personId, personId));
  db.delete(sessionTable).where(inArray(sessionTable.userId, accounts)).run();
  for (const table of [
    recoveryCodeTable,
    passkeyTable,
    totpFactorTable,
    pendingStepTable,
    eventOriginTable,
    ssoIdentityTable,
  ]) {
    db.delete(table).where(inArray(table.accountId, accounts)).run();
  }
  db.delete(accountTable).where(eq(accountTable.personId, personId)).run();
}
