import { blob, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const eventTable = sqliteTable('event', {
  seq: integer('seq').primaryKey(),
  epoch: integer('epoch').notNull(),
  kind: text('kind').notNull(),
  object: text('object').notNull(),
  body: text('body').notNull(),
  actor: text('actor'),
  via: text('via').notNull(),
  recordedAt: integer('recorded_at').notNull(),
  effectiveFrom: integer('effective_from').notNull(),
  leafHash: blob('leaf_hash', { mode: 'buffer' }).notNull(),
});

export const logStateTable = sqliteTable('log_state', {
  id: integer('id').primaryKey(),
  epoch: integer('epoch').notNull(),
  size: integer('size').notNull(),
  root: text('root').notNull(),
  frontier: text('frontier').notNull(),
  recordedAt: integer('recorded_at').notNull(),
  note: text('note'),
});

export const signedCheckpointTable = sqliteTable('signed_checkpoint', {
  size: integer('size').primaryKey(),
  note: text('note').notNull(),
  signedAt: integer('signed_at').notNull(),
});

export const logCheckpointTable = sqliteTable('log_checkpoint', {
  seq: integer('seq').primaryKey(),
  frontier: text('frontier').notNull(),
});

export const settingTable = sqliteTable('setting', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
});

export const receiptTable = sqliteTable('receipt', {
  key: text('key').primaryKey(),
  requestDigest: text('request_digest').notNull(),
  receipt: text('receipt', { mode: 'json' }).$type<unknown>().notNull(),
  createdAt: integer('created_at').notNull(),
});
