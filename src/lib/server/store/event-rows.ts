import { asc, desc, eq, gt, lte, sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { eventTable, logCheckpointTable, logStateTable } from './schema-log.ts';

export type EventRow = typeof eventTable.$inferSelect;
export type LogState = Omit<typeof logStateTable.$inferSelect, 'id'>;
export type LogCheckpoint = typeof logCheckpointTable.$inferSelect;

/** Rows of the event log. Only the log itself writes here. */
export function eventRows(db: Db) {
  const insertEvent = db
    .insert(eventTable)
    .values({
      seq: sql.placeholder('seq'),
      epoch: sql.placeholder('epoch'),
      kind: sql.placeholder('kind'),
      object: sql.placeholder('object'),
      body: sql.placeholder('body'),
      actor: sql.placeholder('actor'),
      via: sql.placeholder('via'),
      recordedAt: sql.placeholder('recordedAt'),
      effectiveFrom: sql.placeholder('effectiveFrom'),
      leafHash: sql.placeholder('leafHash'),
    })
    .prepare();
  const page = db
    .select()
    .from(eventTable)
    .where(gt(eventTable.seq, sql.placeholder('after')))
    .orderBy(asc(eventTable.seq))
    .limit(sql.placeholder('limit'))
    .prepare();
  const leaves = db
    .select({ seq: eventTable.seq, leafHash: eventTable.leafHash })
    .from(eventTable)
    .where(gt(eventTable.seq, sql.placeholder('after')))
    .orderBy(asc(eventTable.seq))
    .limit(sql.placeholder('limit'))
    .prepare();
  const state = db.select().from(logStateTable).where(eq(logStateTable.id, 1)).prepare();
  const checkpoint = db
    .select()
    .from(logCheckpointTable)
    .where(lte(logCheckpointTable.seq, sql.placeholder('seq')))
    .orderBy(desc(logCheckpointTable.seq))
    .limit(1)
    .prepare();
  return {
    insert: (row: EventRow) => void insertEvent.run({ ...row }),
    /** Rows with seq > after, ascending. */
    page: (after: number, limit: number): EventRow[] => page.all({ after, limit }),
    leaves: (after: number, limit: number) => leaves.all({ after, limit }),
    state: (): LogState | undefined => state.get(),
    setState(next: LogState): void {
      db.insert(logStateTable)
        .values({ id: 1, ...next })
        .onConflictDoUpdate({ target: logStateTable.id, set: next })
        .run();
    },
    addCheckpoint: (row: LogCheckpoint) => void db.insert(logCheckpointTable).values(row).run(),
    /** The last checkpoint at or before seq. */
    checkpointBefore: (seq: number): LogCheckpoint | undefined => checkpoint.get({ seq }),
    checkpoints: (): LogCheckpoint[] =>
      db.select().from(logCheckpointTable).orderBy(asc(logCheckpointTable.seq)).all(),
  };
}

export type EventRows = ReturnType<typeof eventRows>;
