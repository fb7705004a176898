import { and, asc, count, eq, isNotNull, isNull, lt } from 'drizzle-orm';
import type { Db } from './database.ts';
import { passkeyTable, recoveryCodeTable, totpFactorTable } from './schema-sign-in.ts';

export type TotpRow = typeof totpFactorTable.$inferSelect;
export type PasskeyRow = typeof passkeyTable.$inferSelect;

/** Second factors of accounts: a sealed TOTP secret, hashed recovery codes, public keys of passkeys. */
export function factorsRepository(db: Db) {
  const hasTotp = (accountId: string): boolean =>
    db
      .select({ at: totpFactorTable.confirmedAt })
      .from(totpFactorTable)
      .where(and(eq(totpFactorTable.accountId, accountId), isNotNull(totpFactorTable.confirmedAt)))
      .get() !== undefined;
  const passkeys = passkeysRepository(db);
  return {
    hasTotp,
    /** True once a second factor can be asked for. */
    any: (accountId: string): boolean => hasTotp(accountId) || passkeys.passkeysOf(accountId).length > 0,
    totp: (accountId: string): TotpRow | undefined =>
      db.select().from(totpFactorTable).where(eq(totpFactorTable.accountId, accountId)).get(),
    /** Replaces one that waits for its first code as well. */
    putTotp(row: TotpRow): void {
      db.delete(totpFactorTable).where(eq(totpFactorTable.accountId, row.accountId)).run();
      db.insert(totpFactorTable).values(row).run();
    },
    confirmTotp(accountId: string, confirmedAt: number): void {
      db.update(totpFactorTable).set({ confirmedAt }).where(eq(totpFactorTable.accountId, accountId)).run();
    },
    /** Compare and set: true for the one who takes this step, false when it or a later one was taken. */
    takeStep: (accountId: string, step: number): boolean =>
      db
        .update(totpFactorTable)
        .set({ lastStep: step })
        .where(and(eq(totpFactorTable.accountId, accountId), lt(totpFactorTable.lastStep, step)))
        .run().changes === 1,
    removeTotp: (accountId: string): boolean =>
      db.delete(totpFactorTable).where(eq(totpFactorTable.accountId, accountId)).run().changes > 0,
    /** Earlier codes are void from then on. */
    replaceRecoveryCodes(accountId: string, hashes: readonly string[]): void {
      db.delete(recoveryCodeTable).where(eq(recoveryCodeTable.accountId, accountId)).run();
      for (const hash of hashes) db.insert(recoveryCodeTable).values({ accountId, hash, usedAt: null }).run();
    },
    /** True for the one who uses it, false when it is unknown or was used. */
    useRecoveryCode: (accountId: string, hash: string, usedAt: number): boolean =>
      db
        .update(recoveryCodeTable)
        .set({ usedAt })
        .where(
          and(
            eq(recoveryCodeTable.accountId, accountId),
            eq(recoveryCodeTable.hash, hash),
            isNull(recoveryCodeTable.usedAt),
          ),
        )
        .run().changes === 1,
    recoveryCodesLeft: (accountId: string): number =>
      db
        .select({ left: count() })
        .from(recoveryCodeTable)
        .where(and(eq(recoveryCodeTable.accountId, accountId), isNull(recoveryCodeTable.usedAt)))
        .get()?.left ?? 0,
    ...passkeys,
    /** Every factor of an account; how many there were. */
    removeAll(accountId: string): number {
      db.delete(recoveryCodeTable).where(eq(recoveryCodeTable.accountId, accountId)).run();
      const keys = db.delete(passkeyTable).where(eq(passkeyTable.accountId, accountId)).run().changes;
      return keys + db.delete(totpFactorTable).where(eq(totpFactorTable.accountId, accountId)).run().changes;
    },
  };
}

function passkeysRepository(db: Db) {
  const passkeysOf = (accountId: string): PasskeyRow[] =>
    db
      .select()
      .from(passkeyTable)
      .where(eq(passkeyTable.accountId, accountId))
      .orderBy(asc(passkeyTable.createdAt), asc(passkeyTable.id))
      .all();
  return {
    passkeysOf,
    passkey: (id: string): PasskeyRow | undefined =>
      db.select().from(passkeyTable).where(eq(passkeyTable.id, id)).get(),
    insertPasskey: (row: PasskeyRow) => void db.insert(passkeyTable).values(row).run(),
    usePasskey(id: string, use: { counter: number; lastUsedAt: number }): void {
      db.update(passkeyTable).set(use).where(eq(passkeyTable.id, id)).run();
    },
    removePasskey: (accountId: string, id: string): boolean =>
      db
        .delete(passkeyTable)
        .where(and(eq(passkeyTable.accountId, accountId), eq(passkeyTable.id, id)))
        .run().changes > 0,
  };
}
