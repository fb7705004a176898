import { and, asc, eq } from 'drizzle-orm';
import type { Db } from './database.ts';
import type { RoleAssignment } from './people.ts';
import { personGroupMemberTable, personGroupRoleTable, personGroupTable } from './schema-people.ts';

/** `createdAt` in ms since 1970. */
export type PersonGroupRow = typeof personGroupTable.$inferSelect;

/** Groups of people, their members and roles. What a person holds through them is read with `people.held`. */
export function personGroupsRepository(db: Db) {
  return {
    ...groupsOf(db),
    ...membersOf(db),
    /** Roles that every member holds, by name. */
    roles: (groupId: string): RoleAssignment[] =>
      db
        .select({ role: personGroupRoleTable.role, unit: personGroupRoleTable.unit })
        .from(personGroupRoleTable)
        .where(eq(personGroupRoleTable.groupId, groupId))
        .orderBy(asc(personGroupRoleTable.role), asc(personGroupRoleTable.unit))
        .all(),
    giveRole(groupId: string, { role, unit }: RoleAssignment): void {
      db.insert(personGroupRoleTable).values({ groupId, role, unit }).run();
    },
    takeRole(groupId: string, { role, unit }: RoleAssignment): void {
      const isIt = [eq(personGroupRoleTable.role, role), eq(personGroupRoleTable.unit, unit)];
      db.delete(personGroupRoleTable)
        .where(and(eq(personGroupRoleTable.groupId, groupId), ...isIt))
        .run();
    },
  };
}

function groupsOf(db: Db) {
  return {
    insert: (row: PersonGroupRow): void => void db.insert(personGroupTable).values(row).run(),
    find: (id: string): PersonGroupRow | undefined =>
      db.select().from(personGroupTable).where(eq(personGroupTable.id, id)).get(),
    /** All of them, by name. */
    list: (): PersonGroupRow[] =>
      db.select().from(personGroupTable).orderBy(asc(personGroupTable.name), asc(personGroupTable.id)).all(),
    describe(id: string, said: Pick<PersonGroupRow, 'name' | 'purpose'>): void {
      db.update(personGroupTable).set(said).where(eq(personGroupTable.id, id)).run();
    },
    /** With its members and roles; the log keeps what it was. */
    remove(id: string): void {
      db.delete(personGroupRoleTable).where(eq(personGroupRoleTable.groupId, id)).run();
      db.delete(personGroupMemberTable).where(eq(personGroupMemberTable.groupId, id)).run();
      db.delete(personGroupTable).where(eq(personGroupTable.id, id)).run();
    },
  };
}

function membersOf(db: Db) {
  return {
    /** Person ids. */
    members: (groupId: string): string[] =>
      db
        .select({ personId: personGroupMemberTable.personId })
        .from(personGroupMemberTable)
        .where(eq(personGroupMemberTable.groupId, groupId))
        .orderBy(asc(personGroupMemberTable.personId))
        .all()
        .map(({ personId }) => personId),
    /** The groups of a person, by name. */
    of: (personId: string): PersonGroupRow[] =>
      db
        .select({
          id: personGroupTable.id,
          name: personGroupTable.name,
          purpose: personGroupTable.purpose,
          createdAt: personGroupTable.createdAt,
        })
        .from(personGroupTable)
        .innerJoin(personGroupMemberTable, eq(personGroupMemberTable.groupId, personGroupTable.id))
        .where(eq(personGroupMemberTable.personId, personId))
        .orderBy(asc(personGroupTable.name))
        .all(),
    addMember(groupId: string, personId: string): void {
      db.insert(personGroupMemberTable).values({ groupId, personId }).run();
    },
    removeMember(groupId: string, personId: string): void {
      const isIt = eq(personGroupMemberTable.personId, personId);
      db.delete(personGroupMemberTable)
        .where(and(eq(personGroupMemberTable.groupId, groupId), isIt))
        .run();
    },
  };
}
