import { and, eq, gt, lte } from 'drizzle-orm';
import type { Db } from './database.ts';
import { pendingStepTable } from './schema-sign-in.ts';

export type PendingStepRow = typeof pendingStepTable.$inferSelect;

/** Tokens and challenges between two steps of a ceremony, hashed, good once and for a while. */
export function pendingStepsRepository(db: Db) {
  return {
    insert: (row: PendingStepRow) => void db.insert(pendingStepTable).values(row).run(),
    find: (hash: string, purpose: string, now: number): PendingStepRow | undefined =>
      db
        .select()
        .from(pendingStepTable)
        .where(
          and(
            eq(pendingStepTable.hash, hash),
            eq(pendingStepTable.purpose, purpose),
            gt(pendingStepTable.expiresAt, now),
          ),
        )
        .get(),
    /** True for the one who uses it. */
    remove: (hash: string): boolean =>
      db.delete(pendingStepTable).where(eq(pendingStepTable.hash, hash)).run().changes === 1,
    /** How many there were. */
    removeOf: (accountId: string, purpose: string): number =>
      db
        .delete(pendingStepTable)
        .where(and(eq(pendingStepTable.accountId, accountId), eq(pendingStepTable.purpose, purpose)))
        .run().changes,
    removeExpired: (now: number) =>
      void db.delete(pendingStepTable).where(lte(pendingStepTable.expiresAt, now)).run(),
  };
}
