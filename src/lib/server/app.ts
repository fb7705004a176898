import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { rankingTemplate } from '#core/policy/policy.ts';
import { openAuth } from './auth/auth-context.ts';
import type { AuthContext } from './auth/auth-context.ts';
import { openArtifactStore } from './artifacts/artifact-store.ts';
import type { ArtifactStore } from './artifacts/artifact-store.ts';
import type { Config } from './config.ts';
import { openDataDir } from './data-dir.ts';
import type { DataDir } from './data-dir.ts';
import { introduceKey } from './evidence/log-keys.ts';
import { createCheckpointCopies } from './evidence/checkpoint-copies.ts';
import { createJobRunner } from './jobs/job-runner.ts';
import type { JobRunner } from './jobs/job-runner.ts';
import { createHeldNow } from './held-now.ts';
import type { HeldNow } from './held-now.ts';
import { loadMasterKey } from './master-key.ts';
import { createMailer } from './mail/mailer.ts';
import { readHere } from './reports/report-reader.ts';
import type { ReportReader } from './reports/report-reader.ts';
import { createEvidenceReader } from './scans/evidence-reader.ts';
import type { EvidenceReader } from './scans/evidence-reader.ts';
import { newId } from './store/random-id.ts';
import { openStore } from './store/store.ts';
import type { Store } from './store/store.ts';
import type { Writing } from './warehouse/table-writer.ts';
import { openWarehouse } from './warehouse/warehouse.ts';
import type { Warehouse } from './warehouse/warehouse.ts';

/** Everything that is open for the lifetime of a process, once. */
export interface App extends AuthContext {
  readonly config: Config;
  readonly dataDir: DataDir;
  readonly store: Store;
  readonly artifacts: ArtifactStore;
  readonly evidence: EvidenceReader;
  readonly warehouse: Warehouse;
  /** How reports of other tools are read. */
  readonly reports: ReportReader;
  /** The instant that answers about now are about. */
  readonly heldNow: HeldNow;
  readonly jobs: JobRunner;
  /** This installation as a scanner of its own machine. */
  readonly self: { readonly scannerId: string; readonly hostname: string };
  close(): Promise<void>;
}

export interface OpenAppOptions {
  readonly clock?: () => number;
  readonly report?: (line: string) => void;
  /** What the warehouse's engine may hold in memory, such as `300MB`; absent = its default. */
  readonly warehouseMemory?: string | undefined;
  /** How the warehouse writes many rows; absent = in this thread. */
  readonly writing?: Writing | undefined;
  /** Absent = in this process. */
  readonly reports?: ReportReader;
  readonly reportFailure?: (error: unknown, requestId?: string) => void;
}

type OfTheEngine = 'warehouseMemory' | 'writing';

/**
 * Open the data directory and everything in it: lock, store, key, artifacts, warehouse. A first start founds the
 * installation; jobs that a crash left running are recorded as interrupted; the warehouse catches up.
 * @throws AppError DATA_DIR_IN_USE, DATA_DIR_UNWRITABLE, SCHEMA_NEWER, KEY_* and others, exit 3 or 4
 */
export async function openApp(config: Config, options: OpenAppOptions = {}): Promise<App> {
  const clock = options.clock ?? Date.now;
  const report = options.report ?? (() => undefined);
  const dataDir = openDataDir(config.dataDir, { now: clock() });
  try {
    return await openIn(dataDir, config, {
      clock,
      report,
      reportFailure: options.reportFailure ?? ((error) => report(String(error))),
      reports: options.reports ?? readHere,
      warehouseMemory: options.warehouseMemory,
      writing: options.writing,
    });
  } catch (error) {
    dataDir.release();
    throw error;
  }
}

async function openIn(
  dataDir: DataDir,
  config: Config,
  {
    clock,
    report,
    reports,
    reportFailure,
    warehouseMemory,
    writing,
  }: Required<Omit<OpenAppOptions, OfTheEngine>> & Pick<OpenAppOptions, OfTheEngine>,
): Promise<App> {
  const migrationsDir = join(config.rootDir, 'migrations', 'operational');
  const store = openStore({ dataDir: dataDir.path, migrationsDir, now: clock });
  const expectedId = store.settings.get('key-id');
  const masterKey = loadMasterKey({ path: config.keyFile, dataDir: dataDir.path, expectedId });
  found(store, config, { keyId: masterKey.id, now: clock() });
  introduceKey(store, masterKey);
  const copies = createCheckpointCopies({ directory: config.checkpointDir, clock, reportFailure });
  store.onSealed = copies.offer;
  const artifacts = openArtifactStore({ directory: dataDir.file('artifacts') });
  const evidence = createEvidenceReader(artifacts, reports);
  const warehouse = await openWarehouse({
    dataDir: dataDir.path,
    migrationsDir: join(config.rootDir, 'migrations', 'warehouse'),
    events: store.log,
    evidence,
    memoryLimit: warehouseMemory,
    writing,
    report,
  });
  const installId = store.settings.get('install-id') ?? '';
  const self = {
    scannerId: `${installId}:${config.machineId ?? 'no-machine-id'}`,
    hostname: config.hostname,
  };
  const core = {
    ...openAuth({
      store,
      clock,
      masterKey,
      origin: config.origin,
      mailer: createMailer({ store, masterKey, environment: config.mail }),
      breachFile: config.breachFile,
      totpWindow: config.totpWindow,
      pause: (ms) => delay(ms),
      reportFailure,
    }),
    config,
    dataDir,
    artifacts,
    evidence,
    warehouse,
    reports,
    heldNow: createHeldNow(clock),
    self,
  };
  const jobs = createJobRunner(core);
  jobs.recordInterrupted();
  await warehouse.catchUp();
  const app: App = {
    ...core,
    jobs,
    close: async () => {
      try {
        await jobs.stop();
        await warehouse.close();
        copies.finish();
      } finally {
        artifacts.close();
        store.close();
        dataDir.release();
      }
    },
  };
  return app;
}

/** The first start: an id, the zone, and policy version 1 from the template, each with its event. */
function found(store: Store, config: Config, { keyId, now }: { keyId: string; now: number }): void {
  if (store.settings.get('install-id') !== null) return;
  store.transaction(() => {
    const installId = newId();
    store.settings.set('install-id', installId);
    store.settings.set('key-id', keyId);
    store.settings.set('zone', config.zone);
    const origin = { actor: null, via: 'system' } as const;
    const body = { version: config.version, zone: config.zone };
    store.log.append({ kind: 'install.created', object: installId, body, ...origin });
    const policy = rankingTemplate(config.zone, now);
    store.log.append({ kind: 'policy.published', object: 'policy/1', body: policy, ...origin });
  });
}
