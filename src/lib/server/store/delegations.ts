import { and, asc, desc, eq, gt, isNull, lte, or } from 'drizzle-orm';
import type { Db } from './database.ts';
import { delegationTable } from './schema-people.ts';

/** `fromAt` inclusive, `untilAt` exclusive, ms since 1970; `endedAt` = ended before its time. */
export type DelegationRow = typeof delegationTable.$inferSelect;

/** Who approves for whom while they are away. Whether one holds is derived from its instants. */
export function delegationsRepository(db: Db) {
  return {
    insert: (row: DelegationRow) => void db.insert(delegationTable).values(row).run(),
    find: (id: string): DelegationRow | undefined =>
      db.select().from(delegationTable).where(eq(delegationTable.id, id)).get(),
    end(id: string, endedAt: number): void {
      db.update(delegationTable).set({ endedAt }).where(eq(delegationTable.id, id)).run();
    },
    /** Those that a person has as delegate at an instant. */
    heldBy: (delegateId: string, now: number): DelegationRow[] =>
      db
        .select()
        .from(delegationTable)
        .where(
          and(
            eq(delegationTable.delegateId, delegateId),
            lte(delegationTable.fromAt, now),
            gt(delegationTable.untilAt, now),
            or(isNull(delegationTable.endedAt), gt(delegationTable.endedAt, now)),
          ),
        )
        .orderBy(asc(delegationTable.personId), asc(delegationTable.id))
        .all(),
    /** All of them, the latest first. */
    list: (): DelegationRow[] =>
      db.select().from(delegationTable).orderBy(desc(delegationTable.fromAt), asc(delegationTable.id)).all(),
    /** Given by a person and not over at an instant, the next one first; null = everybody's. */
    openOf: (personId: string | null, now: number): DelegationRow[] =>
      db
        .select()
        .from(delegationTable)
        .where(
          and(
            personId === null ? undefined : eq(delegationTable.personId, personId),
            gt(delegationTable.untilAt, now),
            isNull(delegationTable.endedAt),
          ),
        )
        .orderBy(asc(delegationTable.fromAt), asc(delegationTable.id))
        .all(),
  };
}
