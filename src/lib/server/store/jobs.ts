import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { jobTable, jobTargetTable } from './schema-scans.ts';

export type JobRow = typeof jobTable.$inferSelect;
export type JobState = JobRow['state'];
export type JobTargetRow = typeof jobTargetTable.$inferSelect;
type JobError = NonNullable<JobRow['error']>;

export interface NewJob {
  readonly id: string;
  readonly kind: string;
  readonly params: unknown;
  readonly requestedBy: string | null;
  readonly via: string;
  readonly createdAt: number;
}

/** Jobs and their targets. A job ends once: a late writer finds it ended and changes nothing. */
export function jobsRepository(db: Db) {
  return {
    ...jobReads(db),
    enqueue: (job: NewJob) =>
      void db
        .insert(jobTable)
        .values({ ...job, state: 'queued' })
        .run(),
    /** Takes the oldest queued job, of those kinds if given; undefined when there is none. */
    claimNext(now: number, kinds?: readonly string[]): JobRow | undefined {
      const ofKind = kinds ? inArray(jobTable.kind, [...kinds]) : undefined;
      const next = db
        .select({ id: jobTable.id })
        .from(jobTable)
        .where(and(eq(jobTable.state, 'queued'), ofKind))
        .orderBy(asc(jobTable.createdAt), sql`rowid`)
        .limit(1);
      return db
        .update(jobTable)
        .set({ state: 'running', startedAt: now })
        .where(and(eq(jobTable.state, 'queued'), inArray(jobTable.id, next)))
        .returning()
        .get();
    },
    setProgress(id: string, progress: unknown): void {
      db.update(jobTable).set({ progress }).where(running(id)).run();
    },
    /** True when the job was running; false when it had ended already. */
    finish: (id: string, end: { state: JobState; finishedAt: number; error?: JobError }): boolean =>
      db
        .update(jobTable)
        .set({ state: end.state, finishedAt: end.finishedAt, error: end.error ?? null })
        .where(running(id))
        .run().changes > 0,
    /** Cancels a queued job at once and asks a running one to stop; the state it is in then. */
    requestCancel(id: string, now: number): JobState | undefined {
      db.update(jobTable)
        .set({ state: 'cancelled', cancelRequestedAt: now, finishedAt: now })
        .where(and(eq(jobTable.id, id), eq(jobTable.state, 'queued')))
        .run();
      db.update(jobTable)
        .set({ cancelRequestedAt: now })
        .where(and(running(id), isNull(jobTable.cancelRequestedAt)))
        .run();
      return db.select({ state: jobTable.state }).from(jobTable).where(eq(jobTable.id, id)).get()?.state;
    },
    /** At start: whatever was running when the process ended, with its targets. Those jobs, oldest first. */
    interruptRunning(now: number, error: JobError): JobRow[] {
      const jobs = db
        .update(jobTable)
        .set({ state: 'interrupted', finishedAt: now, error })
        .where(eq(jobTable.state, 'running'))
        .returning()
        .all();
      for (const { id } of jobs) {
        db.update(jobTargetTable)
          .set({ state: 'interrupted', finishedAt: now, ...error })
          .where(and(eq(jobTargetTable.jobId, id), inArray(jobTargetTable.state, ['queued', 'running'])))
          .run();
      }
      return jobs.sort((a, b) => a.createdAt - b.createdAt);
    },
    setTarget(row: JobTargetRow): void {
      db.insert(jobTargetTable)
        .values(row)
        .onConflictDoUpdate({ target: [jobTargetTable.jobId, jobTargetTable.target], set: row })
        .run();
    },
  };
}

function jobReads(db: Db) {
  return {
    find: (id: string): JobRow | undefined => db.select().from(jobTable).where(eq(jobTable.id, id)).get(),
    /** Newest first. */
    list: (page: { limit: number; offset?: number }): JobRow[] =>
      db
        .select()
        .from(jobTable)
        .orderBy(desc(jobTable.createdAt), sql`rowid desc`)
        .limit(page.limit)
        .offset(page.offset ?? 0)
        .all(),
    inState: (state: JobState): JobRow[] =>
      db
        .select()
        .from(jobTable)
        .where(eq(jobTable.state, state))
        .orderBy(asc(jobTable.createdAt), sql`rowid`)
        .all(),
    targets: (jobId: string): JobTargetRow[] =>
      db
        .select()
        .from(jobTargetTable)
        .where(eq(jobTargetTable.jobId, jobId))
        .orderBy(asc(jobTargetTable.target))
        .all(),
  };
}

function running(id: string) {
  return and(eq(jobTable.id, id), eq(jobTable.state, 'running'));
}
