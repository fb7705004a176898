import { blob, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const eventOriginTable = sqliteTable('event_origin', {
  seq: integer('seq').primaryKey(),
  accountId: text('account_id'),
  address: text('address').notNull(),
  userAgent: text('user_agent').notNull(),
});

export const totpFactorTable = sqliteTable('totp_factor', {
  accountId: text('account_id').primaryKey(),
  sealed: blob('sealed', { mode: 'buffer' }).notNull(),
  lastStep: integer('last_step').notNull(),
  createdAt: integer('created_at').notNull(),
  confirmedAt: integer('confirmed_at'),
});

export const recoveryCodeTable = sqliteTable(
  'recovery_code',
  {
    accountId: text('account_id').notNull(),
    hash: text('hash').notNull(),
    usedAt: integer('used_at'),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.hash] })],
);

export const passkeyTable = sqliteTable('passkey', {
  id: text('id').primaryKey(),
  accountId: text('account_id').notNull(),
  name: text('name').notNull(),
  publicKey: blob('public_key', { mode: 'buffer' }).notNull(),
  counter: integer('counter').notNull(),
  transports: text('transports', { mode: 'json' }).$type<string[]>().notNull(),
  createdAt: integer('created_at').notNull(),
  lastUsedAt: integer('last_used_at'),
});

export const pendingStepTable = sqliteTable('pending_step', {
  hash: text('hash').primaryKey(),
  purpose: text('purpose').notNull(),
  accountId: text('account_id'),
  detail: text('detail').notNull(),
  expiresAt: integer('expires_at').notNull(),
});

export const ssoIdentityTable = sqliteTable(
  'sso_identity',
  {
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    accountId: text('account_id').notNull(),
    linkedAt: integer('linked_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.issuer, table.subject] })],
);
