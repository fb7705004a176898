import { eq, sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { receiptTable } from './schema-log.ts';

export type ReceiptRow = typeof receiptTable.$inferSelect;

/** First answers, by idempotency key or artifact hash: the same request twice gets the first one again. */
export function receiptsRepository(db: Db) {
  const find = db
    .select()
    .from(receiptTable)
    .where(eq(receiptTable.key, sql.placeholder('key')))
    .prepare();
  return {
    find: (key: string): ReceiptRow | undefined => find.get({ key }),
    /** Fails when the key is already there; look with `find` in the same transaction first. */
    insert: (row: ReceiptRow) => void db.insert(receiptTable).values(row).run(),
  };
}
