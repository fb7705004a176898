import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** An event that recorded a scan. */
export interface ReceivedEvent {
  readonly seq: number;
  readonly scanId: string;
  readonly jobId: string | null;
}

export interface EventTexts {
  readonly kind: string;
  readonly object: string;
  readonly body: string;
  readonly actor: string | null;
  readonly via: string;
}

export interface JobEnd {
  readonly id: string;
  readonly state: string;
  readonly finishedAt: number | null;
  /** Sequence numbers of its events. */
  readonly finished: readonly number[];
  readonly interrupted: readonly number[];
  readonly targets: readonly { readonly state: string; readonly scanId: string | null }[];
}

/** store.db as another program sees it at one moment, by its own statements and beside the product. */
export class StoreAtRest {
  readonly #database: Database.Database;

  constructor(path: string) {
    this.#database = new Database(path, { readonly: true, fileMustExist: true });
    // Else a job that goes on meanwhile could end between two looks.
    this.#database.exec('BEGIN');
  }

  received(): ReceivedEvent[] {
    return this.#rows<ReceivedEvent>(
      `select seq, object as scanId, body ->> 'jobId' as jobId from event
       where kind in ('scan.received', 'network.received') order by seq`,
    );
  }

  runningJobs(): string[] {
    return this.#rows<{ id: string }>(`select id from job where state = 'running'`).map(({ id }) => id);
  }

  job(id: string): JobEnd | null {
    const [job] = this.#rows<{ state: string; finishedAt: number | null }>(
      'select state, finished_at as finishedAt from job where id = ?',
      id,
    );
    if (!job) return null;
    const seqs = (kind: string) =>
      this.#rows<{ seq: number }>('select seq from event where kind = ? and object = ?', kind, id).map(
        ({ seq }) => seq,
      );
    const targets = this.#rows<{ state: string; scanId: string | null }>(
      'select state, scan_id as scanId from job_target where job_id = ?',
      id,
    );
    return { id, ...job, finished: seqs('job.finished'), interrupted: seqs('job.interrupted'), targets };
  }

  /** The texts of every event, as they are stored. */
  rows(): EventTexts[] {
    return this.#rows('select kind, object, body, actor, via from event order by seq');
  }

  close(): void {
    this.#database.close();
  }

  #rows<T>(sql: string, ...values: (string | number)[]): T[] {
    return this.#database.prepare<(string | number)[], T>(sql).all(...values);
  }
}

/** Looks at store.db while nobody has it open, on a copy, so that its recovery stays the server's own work. */
export function lookAtCopy<T>(dataDir: string, look: (store: StoreAtRest) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'patchproof-copy-'));
  try {
    for (const name of ['store.db', 'store.db-wal']) {
      const path = join(dataDir, name);
      if (existsSync(path)) copyFileSync(path, join(directory, name));
    }
    const store = new StoreAtRest(join(directory, 'store.db'));
    try {
      return look(store);
    } finally {
      store.close();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
