import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import type { MappingDocument } from '#scanners/importers/column-mapping.ts';
import type { Db } from './database.ts';
import { columnMappingTable as table } from './schema-scans.ts';

/** A mapping as it was last saved. */
export interface SavedMapping {
  readonly name: string;
  readonly version: number;
  readonly document: MappingDocument;
  /** UTC ms. */
  readonly savedAt: number;
  /** Person id. */
  readonly savedBy: string | null;
}

/** Mappings by which CSV files are read, every version of them. */
export function columnMappingsRepository(db: Db) {
  const isLast = sql`${table.version} = (select max(v.version) from column_mapping v where v.name = ${table.name})`;
  return {
    /** Those that are in use, by name. */
    all: (): SavedMapping[] =>
      db
        .select()
        .from(table)
        .where(and(isLast, isNotNull(table.document)))
        .orderBy(asc(table.name))
        .all()
        .flatMap(({ document, ...row }) => (document === null ? [] : [{ ...row, document }])),
    /** The last version of a name, also of a removed mapping; 0 = there never was one. */
    lastVersion: (name: string): number =>
      db
        .select({ version: sql<number>`coalesce(max(${table.version}), 0)` })
        .from(table)
        .where(eq(table.name, name))
        .get()?.version ?? 0,
    add: (row: typeof table.$inferInsert) => void db.insert(table).values(row).run(),
  };
}
