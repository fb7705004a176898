import { and, asc, count, desc, eq, gt, gte, lt, lte, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Db } from './database.ts';
import { eventTable, logCheckpointTable, logStateTable, signedCheckpointTable } from './schema-log.ts';

export type EventRow = typeof eventTable.$inferSelect;
export type LogState = Omit<typeof logStateTable.$inferSelect, 'id'>;
export type LogCheckpoint = typeof logCheckpointTable.$inferSelect;
export type SignedCheckpoint = typeof signedCheckpointTable.$inferSelect;

/** What to look for in the log; null = anything. Instants in UTC ms. */
export interface EventSearch {
  /** A kind such as `sign-in.failed`, or what it begins with: `sign-in`. */
  readonly kind: string | null;
  readonly actor: string | null;
  readonly object: string | null;
  readonly from: number | null;
  /** Exclusive. */
  readonly until: number | null;
  /** Text in the object or the body. */
  readonly text: string | null;
}

function matching({ kind, actor, object, from, until, text }: EventSearch): SQL | undefined {
  const contains = (column: SQLiteColumn) => sql`instr(lower(${column}), ${(text ?? '').toLowerCase()}) > 0`;
  return and(
    kind === null
      ? undefined
      : or(eq(eventTable.kind, kind), and(gt(eventTable.kind, `${kind}.`), lt(eventTable.kind, `${kind}/`))),
    actor === null ? undefined : eq(eventTable.actor, actor),
    object === null ? undefined : eq(eventTable.object, object),
    from === null ? undefined : gte(eventTable.recordedAt, from),
    until === null ? undefined : lt(eventTable.recordedAt, until),
    text === null ? undefined : or(contains(eventTable.object), contains(eventTable.body)),
  );
}

/** One row: the head. */
function prepareSetState(db: Db) {
  return db
    .insert(logStateTable)
    .values({
      id: 1,
      epoch: sql.placeholder('epoch'),
      size: sql.placeholder('size'),
      root: sql.placeholder('root'),
      frontier: sql.placeholder('frontier'),
      recordedAt: sql.placeholder('recordedAt'),
      note: sql.placeholder('note'),
    })
    .onConflictDoUpdate({
      target: logStateTable.id,
      set: {
        epoch: sql`excluded.epoch`,
        size: sql`excluded.size`,
        root: sql`excluded.root`,
        frontier: sql`excluded.frontier`,
        recordedAt: sql`excluded.recorded_at`,
        note: sql`excluded.note`,
      },
    })
    .prepare();
}

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
  const setState = prepareSetState(db);
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
    /** Newest first. */
    search(query: EventSearch, { limit, offset }: { limit: number; offset: number }) {
      const where = matching(query);
      const total = db.select({ total: count() }).from(eventTable).where(where).get()?.total ?? 0;
      const found = db.select().from(eventTable).where(where).orderBy(desc(eventTable.seq));
      return { total, rows: found.limit(limit).offset(offset).all() };
    },
    leaves: (after: number, limit: number) => leaves.all({ after, limit }),
    state: (): LogState | undefined => state.get(),
    setState: (next: LogState) => void setState.run({ ...next }),
    addCheckpoint: (row: LogCheckpoint) => void db.insert(logCheckpointTable).values(row).run(),
    /** The last checkpoint at or before seq. */
    checkpointBefore: (seq: number): LogCheckpoint | undefined => checkpoint.get({ seq }),
    checkpoints: (): LogCheckpoint[] =>
      db.select().from(logCheckpointTable).orderBy(asc(logCheckpointTable.seq)).all(),
    /** Signs the head as it stands. */
    setNote: (note: string) => void db.update(logStateTable).set({ note }).run(),
    addSigned: (row: SignedCheckpoint) => void db.insert(signedCheckpointTable).values(row).run(),
    lastSigned: (): SignedCheckpoint | undefined =>
      db.select().from(signedCheckpointTable).orderBy(desc(signedCheckpointTable.size)).limit(1).get(),
    /** The first that covers an event. */
    signedFrom: (seq: number): SignedCheckpoint | undefined =>
      db
        .select()
        .from(signedCheckpointTable)
        .where(gte(signedCheckpointTable.size, seq))
        .orderBy(asc(signedCheckpointTable.size))
        .limit(1)
        .get(),
    signed: (): SignedCheckpoint[] =>
      db.select().from(signedCheckpointTable).orderBy(asc(signedCheckpointTable.size)).all(),
  };
}

export type EventRows = ReturnType<typeof eventRows>;
