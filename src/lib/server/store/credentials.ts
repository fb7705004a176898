import { asc, eq } from 'drizzle-orm';
import type { Db } from './database.ts';
import { credentialTable } from './schema-scans.ts';

export type CredentialRow = typeof credentialTable.$inferSelect;
export type CredentialSummary = Omit<CredentialRow, 'sealed'>;

/** Scan credentials; the secret is sealed before it comes here (`sealed-secret.ts`). */
export function credentialsRepository(db: Db) {
  const summary = {
    id: credentialTable.id,
    name: credentialTable.name,
    kind: credentialTable.kind,
    username: credentialTable.username,
    createdAt: credentialTable.createdAt,
    createdBy: credentialTable.createdBy,
  };
  return {
    insert: (row: CredentialRow) => void db.insert(credentialTable).values(row).run(),
    /** With the sealed secret: for the scan dispatcher only. */
    findByName: (name: string): CredentialRow | undefined =>
      db.select().from(credentialTable).where(eq(credentialTable.name, name)).get(),
    list: (): CredentialSummary[] =>
      db.select(summary).from(credentialTable).orderBy(asc(credentialTable.name)).all(),
    remove: (id: string): boolean =>
      db.delete(credentialTable).where(eq(credentialTable.id, id)).run().changes > 0,
  };
}
