-- The operational store: the event log and what is needed to run beside it.
-- Instants are milliseconds since 1970 UTC unless a column's name says otherwise.

create table event (
  seq integer primary key check (seq > 0),
  epoch integer not null check (epoch > 0),
  kind text not null,
  object text not null,
  body text not null,
  actor text,
  via text not null,
  recorded_at integer not null,
  effective_from integer not null,
  leaf_hash blob not null check (length(leaf_hash) = 32)
) strict;

create trigger event_is_never_updated before update on event
begin
  select raise(abort, 'an event is never changed');
end;

create trigger event_is_never_deleted before delete on event
begin
  select raise(abort, 'an event is never deleted');
end;

-- REPLACE would delete the old row without asking the trigger above.
create trigger event_is_only_appended before insert on event
when new.seq <> (select coalesce(max(seq), 0) + 1 from event)
begin
  select raise(abort, 'an event is only appended');
end;

-- Head of the Merkle tree over all events; one row.
create table log_state (
  id integer primary key check (id = 1),
  epoch integer not null,
  size integer not null,
  root text not null,
  frontier text not null,
  recorded_at integer not null
) strict;

-- The tree as it was after every so many events, so that an old root costs few hashes.
create table log_checkpoint (
  seq integer primary key,
  frontier text not null
) strict;

create table setting (
  key text primary key,
  value text not null
) strict, without rowid;

create table person (
  id text primary key,
  created_at integer not null
) strict;

-- What may be erased of a person; the log knows only the id.
create table person_detail (
  person_id text primary key references person (id),
  name text,
  email text
) strict;

create table role_assignment (
  person_id text not null references person (id),
  role text not null,
  unit text not null,
  primary key (person_id, role, unit)
) strict, without rowid;

create table account (
  id text primary key,
  person_id text not null references person (id),
  username text not null unique,
  password_hash text not null,
  created_at integer not null,
  password_changed_at integer not null,
  disabled_at integer
) strict;

create table session (
  id_hash text primary key,
  account_id text not null references account (id),
  created_at integer not null,
  expires_at_seconds integer not null,
  last_active_at integer not null,
  user_agent text not null
) strict, without rowid;

create index session_by_account on session (account_id);

create table setup_link (
  hash text primary key,
  issued_at integer not null,
  expires_at integer not null,
  used_at integer,
  voided_at integer
) strict, without rowid;

create table api_token (
  id text primary key,
  kind text not null check (kind in ('user', 'scan')),
  hash blob not null check (length(hash) = 32),
  person_id text references person (id),
  scanner text,
  name text not null,
  scopes text not null,
  created_at integer not null,
  expires_at integer not null,
  last_used_at integer,
  revoked_at integer,
  check ((person_id is null) <> (scanner is null))
) strict, without rowid;

create table job (
  id text primary key,
  kind text not null,
  state text not null check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted')),
  params text not null,
  progress text,
  requested_by text,
  via text not null,
  created_at integer not null,
  started_at integer,
  finished_at integer,
  cancel_requested_at integer,
  error text
) strict;

create index job_by_state on job (state, created_at);

create table job_target (
  job_id text not null references job (id),
  target text not null,
  state text not null,
  code text,
  message text,
  remedy text,
  scan_id text,
  started_at integer,
  finished_at integer,
  primary key (job_id, target)
) strict, without rowid;

create table receipt (
  key text primary key,
  request_digest text not null,
  receipt text not null,
  created_at integer not null
) strict, without rowid;

create table asset_identity (
  kind text not null,
  value text not null,
  asset_id text not null,
  since_seq integer not null,
  primary key (kind, value)
) strict, without rowid;

create index asset_identity_by_asset on asset_identity (asset_id);

-- Hints only: a name never decides which asset a scan belongs to.
create table asset_name (
  name text not null,
  asset_id text not null,
  last_seen_at integer not null,
  primary key (name, asset_id)
) strict, without rowid;

create table asset_case (
  id text primary key,
  scan_id text not null,
  asset_ids text not null,
  keys text not null,
  opened_at integer not null,
  closed_at integer
) strict;

create table host_key (
  host text not null,
  port integer not null,
  fingerprint text not null,
  pinned_at integer not null,
  pinned_by text,
  primary key (host, port, fingerprint)
) strict, without rowid;

create table credential (
  id text primary key,
  name text not null unique,
  kind text not null,
  username text not null,
  sealed blob not null,
  created_at integer not null,
  created_by text
) strict;

create table rate_counter (
  key text primary key,
  failures integer not null,
  window_started_at integer not null,
  blocked_until integer
) strict, without rowid;

-- Who acts when no server runs: the owner of the data directory.
insert into person (id, created_at) values ('local-operator', 0);
insert into person_detail (person_id, name) values ('local-operator', 'local operator');
