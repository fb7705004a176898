import { asc, desc, eq, inArray, lte } from 'drizzle-orm';
import type { Db } from './database.ts';
import { sessionAccountTable, sessionTable } from './schema-people.ts';

/** `id` is the SHA-256 of what the browser holds; `userId` is the account. */
export type SessionRow = typeof sessionTable.$inferSelect;

/** Sessions at rest: never an id that a browser could send. */
export function sessionsRepository(db: Db) {
  return {
    /** What the Lucia adapter is built from. */
    adapterParts: { db, session: sessionTable, account: sessionAccountTable },
    find: (idHash: string): SessionRow | undefined =>
      db.select().from(sessionTable).where(eq(sessionTable.id, idHash)).get(),
    insert: (row: SessionRow) => void db.insert(sessionTable).values(row).run(),
    touch(idHash: string, lastActiveAt: number): void {
      db.update(sessionTable).set({ lastActiveAt }).where(eq(sessionTable.id, idHash)).run();
    },
    /** True when there was such a session. */
    remove: (idHash: string): boolean =>
      db.delete(sessionTable).where(eq(sessionTable.id, idHash)).run().changes > 0,
    removeAllOf: (accountId: string): number =>
      db.delete(sessionTable).where(eq(sessionTable.userId, accountId)).run().changes,
    /** Oldest first. */
    listOf: (accountId: string): SessionRow[] =>
      db
        .select()
        .from(sessionTable)
        .where(eq(sessionTable.userId, accountId))
        .orderBy(asc(sessionTable.createdAt), asc(sessionTable.id))
        .all(),
    /** Removes the oldest sessions of an account beyond `keep`. */
    removeOldest(accountId: string, keep: number): void {
      const beyond = db
        .select({ id: sessionTable.id })
        .from(sessionTable)
        .where(eq(sessionTable.userId, accountId))
        .orderBy(desc(sessionTable.createdAt), desc(sessionTable.id))
        .all()
        .slice(keep)
        .map((row) => row.id);
      if (beyond.length > 0) db.delete(sessionTable).where(inArray(sessionTable.id, beyond)).run();
    },
    /** Removes those that are past their absolute limit or idle since before `idleSince`; ms since 1970. */
    removeExpired(now: number, idleSince: number): void {
      db.delete(sessionTable)
        .where(lte(sessionTable.expiresAt, Math.floor(now / 1000)))
        .run();
      db.delete(sessionTable).where(lte(sessionTable.lastActiveAt, idleSince)).run();
    },
  };
}
