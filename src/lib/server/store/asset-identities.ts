import { and, asc, eq, isNull, sql } from 'drizzle-orm';
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
  const statements = prepareStatements(db);
  return {
    /** Every known row among the keys; more than one asset id among them is a conflict. */
    match(keys: readonly IdentityKey[]): AssetIdentityRow[] {
      const rows = keys.flatMap(({ kind, value }) => statements.byKey.get({ kind, value }) ?? []);
      return rows.sort((a, b) => a.sinceSeq - b.sinceSeq || compareText(a.kind, b.kind));
    },
    keysOf: (assetId: string): AssetIdentityRow[] => statements.keysOf.all({ assetId }),
    /** Keys already known keep their asset. */
    add(assetId: string, keys: readonly IdentityKey[], sinceSeq: number): void {
      for (const { kind, value } of keys) statements.add.run({ kind, value, assetId, sinceSeq });
    },
    assetsNamed: (name: string): string[] => statements.assetsNamed.all({ name }).map((row) => row.assetId),
    /** Names under which an asset was seen. */
    namesOf: (assetId: string): string[] => statements.namesOf.all({ assetId }).map((row) => row.name),
    noteName(name: string, assetId: string, lastSeenAt: number): void {
      statements.noteName.run({ name, assetId, lastSeenAt });
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

/** A report asks and writes for every host, in one transaction during which nobody else is answered. */
function prepareStatements(db: Db) {
  const placed = {
    kind: sql.placeholder('kind'),
    value: sql.placeholder('value'),
    assetId: sql.placeholder('assetId'),
    name: sql.placeholder('name'),
    sinceSeq: sql.placeholder('sinceSeq'),
    lastSeenAt: sql.placeholder('lastSeenAt'),
  };
  const { kind, value, assetId, name, sinceSeq, lastSeenAt } = placed;
  return {
    byKey: db
      .select()
      .from(assetIdentityTable)
      .where(and(eq(assetIdentityTable.kind, kind), eq(assetIdentityTable.value, value)))
      .prepare(),
    keysOf: db.select().from(assetIdentityTable).where(eq(assetIdentityTable.assetId, assetId)).prepare(),
    add: db
      .insert(assetIdentityTable)
      .values({ kind, value, assetId, sinceSeq })
      .onConflictDoNothing()
      .prepare(),
    assetsNamed: db
      .select({ assetId: assetNameTable.assetId })
      .from(assetNameTable)
      .where(eq(assetNameTable.name, name))
      .orderBy(asc(assetNameTable.assetId))
      .prepare(),
    namesOf: db
      .select({ name: assetNameTable.name })
      .from(assetNameTable)
      .where(eq(assetNameTable.assetId, assetId))
      .orderBy(asc(assetNameTable.name))
      .prepare(),
    noteName: db
      .insert(assetNameTable)
      .values({ name, assetId, lastSeenAt })
      .onConflictDoUpdate({
        target: [assetNameTable.name, assetNameTable.assetId],
        set: { lastSeenAt: sql`excluded.last_seen_at` },
      })
      .prepare(),
  };
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
