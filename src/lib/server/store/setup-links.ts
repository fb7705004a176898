import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Db } from './database.ts';
import { setupLinkTable } from './schema-people.ts';

export type SetupLinkRow = typeof setupLinkTable.$inferSelect;

/** One-time links that make the first administrator; only their SHA-256 is kept. */
export function setupLinksRepository(db: Db) {
  const unused = and(isNull(setupLinkTable.usedAt), isNull(setupLinkTable.voidedAt));
  return {
    insert: (row: SetupLinkRow) => void db.insert(setupLinkTable).values(row).run(),
    /** The link if it can still be used at `now`. */
    findUsable: (hash: string, now: number): SetupLinkRow | undefined =>
      db
        .select()
        .from(setupLinkTable)
        .where(and(eq(setupLinkTable.hash, hash), unused, gt(setupLinkTable.expiresAt, now)))
        .get(),
    markUsed(hash: string, usedAt: number): void {
      db.update(setupLinkTable).set({ usedAt }).where(eq(setupLinkTable.hash, hash)).run();
    },
    /** Voids every link not used yet; how many there were. */
    voidUnused: (voidedAt: number): number =>
      db.update(setupLinkTable).set({ voidedAt }).where(unused).run().changes,
  };
}
