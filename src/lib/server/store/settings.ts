import { eq } from 'drizzle-orm';
import type { Db } from './database.ts';
import { settingTable } from './schema-log.ts';

/**
 * `key-id` names the master key, `install-id` this installation, `zone` the policy's IANA zone, `log-key` the key that
 * signs the log; `demo` marks a directory that was filled with simulated data; `mail` and `sso` are settings of an
 * administrator, their secrets sealed.
 */
export type SettingKey = 'key-id' | 'install-id' | 'zone' | 'log-key' | 'demo' | 'mail' | 'sso';

/** Single values that outlive a restart. */
export function settingsRepository(db: Db) {
  return {
    get(key: SettingKey): string | null {
      return db.select().from(settingTable).where(eq(settingTable.key, key)).get()?.value ?? null;
    },
    set(key: SettingKey, value: string): void {
      db.insert(settingTable)
        .values({ key, value })
        .onConflictDoUpdate({ target: settingTable.key, set: { value } })
        .run();
    },
  };
}
