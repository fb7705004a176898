import { join } from 'node:path';
import { EventLog } from '../log/event-log.ts';
import type { SignedHead } from '../log/event-log.ts';
import { assetIdentitiesRepository } from './asset-identities.ts';
import { columnMappingsRepository } from './column-mappings.ts';
import { credentialsRepository } from './credentials.ts';
import { openDatabase, storeError, type OpenDatabase } from './database.ts';
import { delegationsRepository } from './delegations.ts';
import { engagementsRepository } from './engagements.ts';
import { eventOriginsRepository } from './event-origins.ts';
import { eventRows } from './event-rows.ts';
import { factorsRepository } from './factors.ts';
import { hostKeysRepository } from './host-keys.ts';
import { jobsRepository } from './jobs.ts';
import { peopleRepository } from './people.ts';
import { personGroupsRepository } from './person-groups.ts';
import { pendingStepsRepository } from './pending-steps.ts';
import { rateCountersRepository } from './rate-counters.ts';
import { receiptsRepository } from './receipts.ts';
import { sessionsRepository } from './sessions.ts';
import { settingsRepository } from './settings.ts';
import { setupLinksRepository } from './setup-links.ts';
import { ssoIdentitiesRepository } from './sso-identities.ts';
import { tokensRepository } from './tokens.ts';

export interface StoreOptions {
  readonly dataDir: string;
  /** `migrations/operational` of the installation. */
  readonly migrationsDir: string;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
}

/** store.db: the event log and the operational tables. One per process and data directory. */
export class Store {
  readonly log: EventLog;
  readonly people;
  readonly personGroups;
  readonly delegations;
  readonly engagements;
  readonly sessions;
  readonly factors;
  readonly pendingSteps;
  readonly eventOrigins;
  readonly ssoIdentities;
  readonly setupLinks;
  readonly tokens;
  readonly rateCounters;
  readonly jobs;
  readonly receipts;
  readonly assetIdentities;
  readonly hostKeys;
  readonly credentials;
  readonly settings;
  readonly columnMappings;
  /** Told of the signed head after every transaction that appended to the log. */
  onSealed: (note: string) => void = () => undefined;
  readonly #database: OpenDatabase;

  constructor(database: OpenDatabase, now: () => number) {
    const { db, sqlite } = database;
    this.#database = database;
    this.people = peopleRepository(db);
    this.personGroups = personGroupsRepository(db);
    this.delegations = delegationsRepository(db);
    this.engagements = engagementsRepository(db);
    this.sessions = sessionsRepository(db);
    this.factors = factorsRepository(db);
    this.pendingSteps = pendingStepsRepository(db);
    this.eventOrigins = eventOriginsRepository(db);
    this.ssoIdentities = ssoIdentitiesRepository(db);
    this.setupLinks = setupLinksRepository(db);
    this.tokens = tokensRepository(db);
    this.rateCounters = rateCountersRepository(db);
    this.jobs = jobsRepository(db);
    this.receipts = receiptsRepository(db);
    this.assetIdentities = assetIdentitiesRepository(db);
    this.hostKeys = hostKeysRepository(db);
    this.credentials = credentialsRepository(db);
    this.settings = settingsRepository(db);
    this.columnMappings = columnMappingsRepository(db);
    this.log = new EventLog({ rows: eventRows(db), now, inTransaction: () => sqlite.inTransaction });
  }

  /**
   * Runs `work` in one durable transaction (BEGIN IMMEDIATE): all of it or, when it throws, nothing. `work`
   * must not be asynchronous. Inside another transaction it becomes a part of that one.
   */
  transaction<T>(work: () => T): T {
    const { sqlite } = this.#database;
    try {
      if (sqlite.inTransaction) return this.#within(work);
      let head: SignedHead | null = null;
      // The result itself is handed on: better-sqlite3 refuses a promise.
      const result = sqlite
        .transaction(() => {
          this.log.begin();
          const done = work();
          head = this.log.seal();
          return done;
        })
        .immediate();
      this.#sealed(head);
      return result;
    } catch (error) {
      this.log.forget();
      throw storeError(error);
    }
  }

  /** A part of a transaction: alone taken back when it throws. */
  #within<T>(work: () => T): T {
    this.log.settle();
    try {
      return this.#database.sqlite.transaction(work)();
    } catch (error) {
      this.log.forget();
      throw error;
    }
  }

  #sealed(head: SignedHead | null): void {
    if (head === null || head.note === null) return;
    this.log.committed(head);
    this.onSealed(head.note);
  }

  close(): void {
    this.#database.sqlite.close();
  }
}

/**
 * Opens store.db in the data directory, making it on the first start.
 * @throws AppError SCHEMA_NEWER (exit 3), SCHEMA_CHANGED (exit 4), STORE_UNREADABLE (exit 4)
 */
export function openStore(options: StoreOptions): Store {
  const path = join(options.dataDir, 'store.db');
  const database = openDatabase(path, { migrationsDir: options.migrationsDir, now: options.now() });
  return new Store(database, options.now);
}
