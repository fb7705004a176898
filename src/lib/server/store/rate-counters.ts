import { eq } from 'drizzle-orm';
import type { Db } from './database.ts';
import { rateCounterTable } from './schema-people.ts';

export type RateCounter = Omit<typeof rateCounterTable.$inferSelect, 'key'>;

/** Counted failures. They outlive a restart, or a restart would be a way round them. */
export function rateCountersRepository(db: Db) {
  return {
    get: (key: string): RateCounter | undefined =>
      db.select().from(rateCounterTable).where(eq(rateCounterTable.key, key)).get(),
    set(key: string, counter: RateCounter): void {
      db.insert(rateCounterTable)
        .values({ key, ...counter })
        .onConflictDoUpdate({ target: rateCounterTable.key, set: counter })
        .run();
    },
    clear: (key: string) => void db.delete(rateCounterTable).where(eq(rateCounterTable.key, key)).run(),
  };
}
