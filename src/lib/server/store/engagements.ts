import { and, asc, desc, eq, gt, isNull, lte, or } from 'drizzle-orm';
import type { Db } from './database.ts';
import { engagementAuditorTable, engagementTable } from './schema-people.ts';

/** `fromAt` inclusive, `untilAt` exclusive, ms since 1970; `endedAt` = ended before its time. */
export type EngagementRow = typeof engagementTable.$inferSelect;

/** Engagements of auditors. Whether one is under way is derived from its instants. */
export function engagementsRepository(db: Db) {
  return {
    insert(row: EngagementRow, auditors: readonly string[]): void {
      db.insert(engagementTable).values(row).run();
      for (const personId of auditors)
        db.insert(engagementAuditorTable).values({ engagementId: row.id, personId }).run();
    },
    find: (id: string): EngagementRow | undefined =>
      db.select().from(engagementTable).where(eq(engagementTable.id, id)).get(),
    end(id: string, endedAt: number): void {
      db.update(engagementTable).set({ endedAt }).where(eq(engagementTable.id, id)).run();
    },
    /** All of them, the latest first. */
    list: (): EngagementRow[] =>
      db.select().from(engagementTable).orderBy(desc(engagementTable.fromAt), asc(engagementTable.id)).all(),
    auditorsOf: (engagementId: string): string[] =>
      db
        .select({ personId: engagementAuditorTable.personId })
        .from(engagementAuditorTable)
        .where(eq(engagementAuditorTable.engagementId, engagementId))
        .orderBy(asc(engagementAuditorTable.personId))
        .all()
        .map(({ personId }) => personId),
    /** Those of a person that are under way at an instant. */
    under: (personId: string, now: number): Pick<EngagementRow, 'id' | 'units'>[] =>
      db
        .select({ id: engagementTable.id, units: engagementTable.units })
        .from(engagementTable)
        .innerJoin(engagementAuditorTable, eq(engagementAuditorTable.engagementId, engagementTable.id))
        .where(
          and(
            eq(engagementAuditorTable.personId, personId),
            lte(engagementTable.fromAt, now),
            gt(engagementTable.untilAt, now),
            or(isNull(engagementTable.endedAt), gt(engagementTable.endedAt, now)),
          ),
        )
        .all(),
  };
}
