import { join } from 'node:path';
import { openArtifactStore } from '../artifacts/artifact-store.ts';
import type { Config } from '../config.ts';
import { openDataDir } from '../data-dir.ts';
import { openStore } from '../store/store.ts';
import type { EvidenceStores } from './verify-evidence.ts';

/**
 * Open only what `log verify` reads, without key and warehouse: a damaged log must still be told about when
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
    return { store, artifacts, close };
  } catch (error) {
    dataDir.release();
    throw error;
  }
}
