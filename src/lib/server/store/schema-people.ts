import { blob, integer, primaryKey, sqliteTable, sqliteView, text } from 'drizzle-orm/sqlite-core';

export const personTable = sqliteTable('person', {
  id: text('id').primaryKey(),
  createdAt: integer('created_at').notNull(),
});

export const personDetailTable = sqliteTable('person_detail', {
  personId: text('person_id').primaryKey(),
  name: text('name'),
  email: text('email'),
});

export const roleAssignmentTable = sqliteTable(
  'role_assignment',
  {
    personId: text('person_id').notNull(),
    role: text('role').notNull(),
    unit: text('unit').notNull(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.role, table.unit] })],
);

export const personGroupTable = sqliteTable('person_group', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  purpose: text('purpose').notNull(),
  createdAt: integer('created_at').notNull(),
});

export const personGroupMemberTable = sqliteTable(
  'person_group_member',
  { groupId: text('group_id').notNull(), personId: text('person_id').notNull() },
  (table) => [primaryKey({ columns: [table.groupId, table.personId] })],
);

export const personGroupRoleTable = sqliteTable(
  'person_group_role',
  { groupId: text('group_id').notNull(), role: text('role').notNull(), unit: text('unit').notNull() },
  (table) => [primaryKey({ columns: [table.groupId, table.role, table.unit] })],
);

/** The one place that says what a person holds: roles given to them, and those of their groups. */
export const heldRoleView = sqliteView('held_role', {
  personId: text('person_id').notNull(),
  role: text('role').notNull(),
  unit: text('unit').notNull(),
  groupId: text('group_id'),
}).existing();

export const accountTable = sqliteTable('account', {
  id: text('id').primaryKey(),
  personId: text('person_id').notNull(),
  username: text('username').notNull(),
  passwordHash: text('password_hash').notNull(),
  createdAt: integer('created_at').notNull(),
  passwordChangedAt: integer('password_changed_at').notNull(),
  disabledAt: integer('disabled_at'),
  factorDueAt: integer('factor_due_at'),
  activeAt: integer('active_at').notNull().default(0),
});

/** The columns of `account` that a session may carry around: not the password hash. */
export const sessionAccountTable = sqliteTable('account', {
  id: text('id').primaryKey(),
  personId: text('person_id').notNull(),
  disabledAt: integer('disabled_at'),
  factorDueAt: integer('factor_due_at'),
});

/** Property names as the Lucia adapter wants them; `id` is the SHA-256 of what the browser holds. */
export const sessionTable = sqliteTable('session', {
  id: text('id_hash').primaryKey(),
  userId: text('account_id').notNull(),
  expiresAt: integer('expires_at_seconds').notNull(),
  createdAt: integer('created_at').notNull(),
  lastActiveAt: integer('last_active_at').notNull(),
  userAgent: text('user_agent').notNull(),
  passwordAt: integer('password_at'),
  factorAt: integer('factor_at'),
  postponedAt: integer('postponed_at'),
  address: text('address').notNull(),
  rolesDigest: text('roles_digest').notNull(),
});

export const delegationTable = sqliteTable('delegation', {
  id: text('id').primaryKey(),
  personId: text('person_id').notNull(),
  delegateId: text('delegate_id').notNull(),
  fromAt: integer('from_at').notNull(),
  untilAt: integer('until_at').notNull(),
  createdAt: integer('created_at').notNull(),
  endedAt: integer('ended_at'),
});

export const engagementTable = sqliteTable('engagement', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  units: text('units', { mode: 'json' }).$type<string[]>().notNull(),
  fromAt: integer('from_at').notNull(),
  untilAt: integer('until_at').notNull(),
  createdAt: integer('created_at').notNull(),
  endedAt: integer('ended_at'),
});

export const engagementAuditorTable = sqliteTable(
  'engagement_auditor',
  { engagementId: text('engagement_id').notNull(), personId: text('person_id').notNull() },
  (table) => [primaryKey({ columns: [table.engagementId, table.personId] })],
);

export const setupLinkTable = sqliteTable('setup_link', {
  hash: text('hash').primaryKey(),
  issuedAt: integer('issued_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
  voidedAt: integer('voided_at'),
});

export const apiTokenTable = sqliteTable('api_token', {
  id: text('id').primaryKey(),
  kind: text('kind', { enum: ['user', 'scan'] }).notNull(),
  hash: blob('hash', { mode: 'buffer' }).notNull(),
  personId: text('person_id'),
  scanner: text('scanner'),
  name: text('name').notNull(),
  scopes: text('scopes', { mode: 'json' }).$type<string[]>().notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  lastUsedAt: integer('last_used_at'),
  revokedAt: integer('revoked_at'),
  cidrs: text('cidrs', { mode: 'json' }).$type<string[]>(),
  units: text('units', { mode: 'json' }).$type<string[]>(),
});

export const rateCounterTable = sqliteTable('rate_counter', {
  key: text('key').primaryKey(),
  failures: integer('failures').notNull(),
  windowStartedAt: integer('window_started_at').notNull(),
  blockedUntil: integer('blocked_until'),
});
