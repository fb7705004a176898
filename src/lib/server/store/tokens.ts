import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Db } from './database.ts';
import { apiTokenTable } from './schema-people.ts';

export type TokenRow = typeof apiTokenTable.$inferSelect;

/** API tokens: an id and a SHA-256, never the token. */
export function tokensRepository(db: Db) {
  return {
    insert: (row: TokenRow) => void db.insert(apiTokenTable).values(row).run(),
    find: (id: string): TokenRow | undefined =>
      db.select().from(apiTokenTable).where(eq(apiTokenTable.id, id)).get(),
    listOf: (personId: string): TokenRow[] =>
      db
        .select()
        .from(apiTokenTable)
        .where(eq(apiTokenTable.personId, personId))
        .orderBy(asc(apiTokenTable.createdAt), asc(apiTokenTable.id))
        .all(),
    listAll: (): TokenRow[] =>
      db.select().from(apiTokenTable).orderBy(asc(apiTokenTable.createdAt), asc(apiTokenTable.id)).all(),
    /** True when it was not revoked before. */
    revoke: (id: string, revokedAt: number): boolean =>
      db
        .update(apiTokenTable)
        .set({ revokedAt })
        .where(and(eq(apiTokenTable.id, id), isNull(apiTokenTable.revokedAt)))
        .run().changes > 0,
    touch(id: string, lastUsedAt: number): void {
      db.update(apiTokenTable).set({ lastUsedAt }).where(eq(apiTokenTable.id, id)).run();
    },
  };
}
