import { eq } from 'drizzle-orm';
import type { Db } from './database.ts';
import { receiptTable } from './schema-log.ts';

export type ReceiptRow = typeof receiptTable.$inferSelect;

/** First answers, by idempotency key or artifact hash: the same request twice gets the first one again. */
export function receiptsRepository(db: Db) {
  return {
    find: (key: string): ReceiptRow | undefined =>
      db.select().from(receiptTable).where(eq(receiptTable.key, key)).get(),
    /** Fails when the key is already there; look with `find` in the same transaction first. */
    insert: (row: ReceiptRow) => void db.insert(receiptTable).values(row).run(),
  };
}
