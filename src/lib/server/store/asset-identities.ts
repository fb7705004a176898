import { and, asc, eq, isNull, or } from 'drizzle-orm';
import type { Db } from './database.ts';
import { assetCaseTable, assetIdentityTable, assetNameTable } from './schema-scans.ts';

export interface IdentityKey {
  /** For example `scanner-id`, `host-key+machine-id`, `cloud-id`. */
  readonly kind: string;
  readonly value: string;
}

export type AssetIdentityRow = typeof assetIdentityTable.$inferSelect;
export type AssetCaseRow = typeof assetCaseTable.$inferSelect;

/** Which keys belong to which asset; names are hints, conflicts are cases for a person. */
export function assetIdentitiesRepository(db: Db) {
  return {
    /** Every known row among the keys; more than one asset id among them is a conflict. */
    match(keys: readonly IdentityKey[]): AssetIdentityRow[] {
      if (keys.length === 0) return [];
      const any = keys.map((key) =>
        and(eq(assetIdentityTable.kind, key.kind), eq(assetIdentityTable.value, key.value)),
      );
      return db
        .select()
        .from(assetIdentityTable)
        .where(or(...any))
        .orderBy(asc(assetIdentityTable.sinceSeq), asc(assetIdentityTable.kind))
        .all();
    },
    keysOf: (assetId: string): AssetIdentityRow[] =>
      db.select().from(assetIdentityTable).where(eq(assetIdentityTable.assetId, assetId)).all(),
    /** Keys already known keep their asset. */
    add(assetId: string, keys: readonly IdentityKey[], sinceSeq: number): void {
      for (const { kind, value } of keys) {
        db.insert(assetIdentityTable).values({ kind, value, assetId, sinceSeq }).onConflictDoNothing().run();
      }
    },
    assetsNamed: (name: string): string[] =>
      db
        .select({ assetId: assetNameTable.assetId })
        .from(assetNameTable)
        .where(eq(assetNameTable.name, name))
        .orderBy(asc(assetNameTable.assetId))
        .all()
        .map((row) => row.assetId),
    /** Names under which an asset was seen. */
    namesOf: (assetId: string): string[] =>
      db
        .select({ name: assetNameTable.name })
        .from(assetNameTable)
        .where(eq(assetNameTable.assetId, assetId))
        .orderBy(asc(assetNameTable.name))
        .all()
        .map((row) => row.name),
    noteName(name: string, assetId: string, lastSeenAt: number): void {
      db.insert(assetNameTable)
        .values({ name, assetId, lastSeenAt })
        .onConflictDoUpdate({ target: [assetNameTable.name, assetNameTable.assetId], set: { lastSeenAt } })
        .run();
    },
    openCase: (row: AssetCaseRow) => void db.insert(assetCaseTable).values(row).run(),
    openCases: (): AssetCaseRow[] =>
      db
        .select()
        .from(assetCaseTable)
        .where(isNull(assetCaseTable.closedAt))
        .orderBy(asc(assetCaseTable.openedAt), asc(assetCaseTable.id))
        .all(),
  };
}
