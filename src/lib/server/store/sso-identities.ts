import { and, eq } from 'drizzle-orm';
import type { Db } from './database.ts';
import { ssoIdentityTable } from './schema-sign-in.ts';

export type SsoIdentityRow = typeof ssoIdentityTable.$inferSelect;

/** Which account an identity of a provider opens. */
export function ssoIdentitiesRepository(db: Db) {
  return {
    find: (issuer: string, subject: string): SsoIdentityRow | undefined =>
      db
        .select()
        .from(ssoIdentityTable)
        .where(and(eq(ssoIdentityTable.issuer, issuer), eq(ssoIdentityTable.subject, subject)))
        .get(),
    insert: (row: SsoIdentityRow) => void db.insert(ssoIdentityTable).values(row).run(),
    of: (accountId: string): SsoIdentityRow[] =>
      db.select().from(ssoIdentityTable).where(eq(ssoIdentityTable.accountId, accountId)).all(),
    /** How many there were. */
    removeOf: (accountId: string): number =>
      db.delete(ssoIdentityTable).where(eq(ssoIdentityTable.accountId, accountId)).run().changes,
  };
}
