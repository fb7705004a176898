import type { MappingDocument } from '#scanners/importers/column-mapping.ts';
import { blob, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const jobTable = sqliteTable('job', {
  id: text('id').primaryKey(),
  kind: text('kind').notNull(),
  state: text('state', {
    enum: ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted'],
  }).notNull(),
  params: text('params', { mode: 'json' }).$type<unknown>().notNull(),
  progress: text('progress', { mode: 'json' }).$type<unknown>(),
  requestedBy: text('requested_by'),
  via: text('via').notNull(),
  createdAt: integer('created_at').notNull(),
  startedAt: integer('started_at'),
  finishedAt: integer('finished_at'),
  cancelRequestedAt: integer('cancel_requested_at'),
  error: text('error', { mode: 'json' }).$type<{ code: string; message: string; remedy: string }>(),
});

export const jobTargetTable = sqliteTable(
  'job_target',
  {
    jobId: text('job_id').notNull(),
    target: text('target').notNull(),
    state: text('state').notNull(),
    code: text('code'),
    message: text('message'),
    remedy: text('remedy'),
    scanId: text('scan_id'),
    startedAt: integer('started_at'),
    finishedAt: integer('finished_at'),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.target] })],
);

export const assetIdentityTable = sqliteTable(
  'asset_identity',
  {
    kind: text('kind').notNull(),
    value: text('value').notNull(),
    assetId: text('asset_id').notNull(),
    sinceSeq: integer('since_seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.value] })],
);

export const assetNameTable = sqliteTable(
  'asset_name',
  {
    name: text('name').notNull(),
    assetId: text('asset_id').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.name, table.assetId] })],
);

export const assetCaseTable = sqliteTable('asset_case', {
  id: text('id').primaryKey(),
  scanId: text('scan_id').notNull(),
  assetIds: text('asset_ids', { mode: 'json' }).$type<string[]>().notNull(),
  keys: text('keys', { mode: 'json' }).$type<{ kind: string; value: string }[]>().notNull(),
  openedAt: integer('opened_at').notNull(),
  closedAt: integer('closed_at'),
});

export const hostKeyTable = sqliteTable(
  'host_key',
  {
    host: text('host').notNull(),
    port: integer('port').notNull(),
    fingerprint: text('fingerprint').notNull(),
    pinnedAt: integer('pinned_at').notNull(),
    pinnedBy: text('pinned_by'),
  },
  (table) => [primaryKey({ columns: [table.host, table.port, table.fingerprint] })],
);

export const credentialTable = sqliteTable('credential', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  kind: text('kind').notNull(),
  username: text('username').notNull(),
  sealed: blob('sealed', { mode: 'buffer' }).notNull(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by'),
});

export const columnMappingTable = sqliteTable(
  'column_mapping',
  {
    name: text('name').notNull(),
    version: integer('version').notNull(),
    /** null = removed. */
    document: text('document', { mode: 'json' }).$type<MappingDocument>(),
    savedAt: integer('saved_at').notNull(),
    savedBy: text('saved_by'),
  },
  (table) => [primaryKey({ columns: [table.name, table.version] })],
);
