import { eq } from 'drizzle-orm';
import type { Db } from './database.ts';
import { eventOriginTable } from './schema-sign-in.ts';

export type EventOriginRow = typeof eventOriginTable.$inferSelect;

/** From where a sign-in event came. Apart from the log, so that it can be erased without breaking a proof. */
export function eventOriginsRepository(db: Db) {
  return {
    insert: (row: EventOriginRow) => void db.insert(eventOriginTable).values(row).run(),
    find: (seq: number): EventOriginRow | undefined =>
      db.select().from(eventOriginTable).where(eq(eventOriginTable.seq, seq)).get(),
    eraseOf: (accountId: string) =>
      void db.delete(eventOriginTable).where(eq(eventOriginTable.accountId, accountId)).run(),
  };
}
