import { join } from 'node:path';
import { openArtifactStore } from '../artifacts/artifact-store.ts';
import type { Config } from '../config.ts';
import { openDataDir } from '../data-dir.ts';
import { loadMasterKey } from '../master-key.ts';
import type { MasterKey } from '../master-key.ts';
import { openStore } from '../store/store.ts';
import type { Store } from '../store/store.ts';
import type { EvidenceStores } from './verify-evidence.ts';

/**
 * Open only what `log verify` reads, without warehouse, and without key where there is none: a damaged log must still be told about when
 * nothing else opens any more.
 * @throws AppError DATA_DIR_IN_USE, DATA_DIR_UNWRITABLE, SCHEMA_NEWER (exit 3), STORE_UNREADABLE (exit 4)
 */
export function openEvidence(config: Config, clock: () => number): EvidenceStores & { close(): void } {
  const dataDir = openDataDir(config.dataDir, { now: clock() });
  try {
    const migrationsDir = join(config.rootDir, 'migrations', 'operational');
    const store = openStore({ dataDir: dataDir.path, migrationsDir, now: clock });
    const artifacts = openArtifactStore({ directory: dataDir.file('artifacts') });
    const close = () => {
      artifacts.close();
      store.close();
      dataDir.release();
    };
    return { store, artifacts, masterKey: masterKeyOf(config, store), close };
  } catch (error) {
    dataDir.release();
    throw error;
  }
}

/** The master key when it is at hand and the right one; none is made. */
function masterKeyOf(config: Config, store: Store): MasterKey | null {
  try {
    const expectedId = store.settings.get('key-id');
    if (expectedId === null) return null;
    return loadMasterKey({ path: config.keyFile, dataDir: config.dataDir, expectedId });
  } catch {
    // What the check finds without it is said, and that it was without.
    return null;
  }
}
