import { and, asc, eq } from 'drizzle-orm';
import type { Db } from './database.ts';
import { hostKeyTable } from './schema-scans.ts';

export type HostKeyRow = typeof hostKeyTable.$inferSelect;

/** Pinned SSH host keys (`SHA256:…`), by host and port. */
export function hostKeysRepository(db: Db) {
  return {
    of: (host: string, port: number): HostKeyRow[] =>
      db
        .select()
        .from(hostKeyTable)
        .where(and(eq(hostKeyTable.host, host), eq(hostKeyTable.port, port)))
        .orderBy(asc(hostKeyTable.fingerprint))
        .all(),
    list: (): HostKeyRow[] =>
      db.select().from(hostKeyTable).orderBy(asc(hostKeyTable.host), asc(hostKeyTable.port)).all(),
    pin: (row: HostKeyRow) => void db.insert(hostKeyTable).values(row).onConflictDoNothing().run(),
    unpin: (key: { host: string; port: number; fingerprint: string }): boolean =>
      db
        .delete(hostKeyTable)
        .where(
          and(
            eq(hostKeyTable.host, key.host),
            eq(hostKeyTable.port, key.port),
            eq(hostKeyTable.fingerprint, key.fingerprint),
          ),
        )
        .run().changes > 0,
  };
}
