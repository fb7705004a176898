import { and, asc, eq, getTableColumns, isNull } from 'drizzle-orm';
import type { Db } from './database.ts';
import { accountTable, personDetailTable } from './schema-people.ts';

export type AccountRow = typeof accountTable.$inferSelect;
type NewAccount = typeof accountTable.$inferInsert;

/** The part of the people's repository that is about what they sign in with. */
export function accountsOf(db: Db) {
  return {
    /** It counts as used when it is made. */
    insertAccount: (row: Omit<NewAccount, 'activeAt'>): void =>
      void db
        .insert(accountTable)
        .values({ ...row, activeAt: row.createdAt })
        .run(),
    account: (id: string): AccountRow | undefined =>
      db.select().from(accountTable).where(eq(accountTable.id, id)).get(),
    accountOf: (personId: string): AccountRow | undefined =>
      db.select().from(accountTable).where(eq(accountTable.personId, personId)).get(),
    /** All of them, by name. */
    accounts: (): AccountRow[] =>
      db
        .select(getTableColumns(accountTable))
        .from(accountTable)
        .innerJoin(personDetailTable, eq(personDetailTable.personId, accountTable.personId))
        .orderBy(asc(personDetailTable.name), asc(accountTable.id))
        .all(),
    accountByUsername: (username: string): AccountRow | undefined =>
      db.select().from(accountTable).where(eq(accountTable.username, username)).get(),
    setPassword(accountId: string, set: { passwordHash: string; passwordChangedAt: number }): void {
      db.update(accountTable).set(set).where(eq(accountTable.id, accountId)).run();
    },
    /** It was signed in to or opened: from now on it counts as idle. */
    setActive(accountId: string, activeAt: number): void {
      db.update(accountTable).set({ activeAt }).where(eq(accountTable.id, accountId)).run();
    },
    /** Null enables it again. */
    setDisabled(accountId: string, disabledAt: number | null): void {
      db.update(accountTable).set({ disabledAt }).where(eq(accountTable.id, accountId)).run();
    },
    /** True while the person has an account that is not disabled. */
    isActive: (personId: string): boolean =>
      db
        .select({ id: accountTable.id })
        .from(accountTable)
        .where(and(eq(accountTable.personId, personId), isNull(accountTable.disabledAt)))
        .get() !== undefined,
  };
}
