-- Signing in: second factors, where a session comes from and how fresh it is, and what strangers are told nothing of.
-- Instants are milliseconds since 1970 UTC unless a column's name says otherwise.

-- Until when the first administrator may put off the second factor; null = at the next request.
alter table account add column factor_due_at integer;

-- When the password and a second factor were last given in this session, and whether enrolment was put off in it.
alter table session add column password_at integer;
alter table session add column factor_at integer;
alter table session add column postponed_at integer;
-- What a reader recognises the session by; erased with the account.
alter table session add column address text not null default '';
-- SHA-256 of the roles it was opened with: a session ends when they change.
alter table session add column roles_digest text not null default '';

-- Addresses and browsers of sign-in events. The log keeps neither, so that they can be erased.
create table event_origin (
  seq integer primary key references event (seq),
  account_id text,
  address text not null,
  user_agent text not null
) strict;

create index event_origin_by_account on event_origin (account_id);

-- RFC 6238. The secret is sealed; `last_step` is the last one accepted, so that no code is good twice.
create table totp_factor (
  account_id text primary key references account (id),
  sealed blob not null,
  last_step integer not null,
  created_at integer not null,
  confirmed_at integer
) strict, without rowid;

-- SHA-256 of 128 random bits each.
create table recovery_code (
  account_id text not null references account (id),
  hash text not null,
  used_at integer,
  primary key (account_id, hash)
) strict, without rowid;

-- WebAuthn credentials; `id` and `user_handle` are base64url.
create table passkey (
  id text primary key,
  account_id text not null references account (id),
  name text not null,
  public_key blob not null,
  counter integer not null,
  transports text not null,
  created_at integer not null,
  last_used_at integer
) strict, without rowid;

create index passkey_by_account on passkey (account_id);

-- What stands between two steps of a ceremony: the SHA-256 of a token or challenge that is good once.
create table pending_step (
  hash text primary key,
  purpose text not null,
  account_id text references account (id),
  detail text not null,
  expires_at integer not null
) strict, without rowid;

create index pending_step_by_account on pending_step (account_id, purpose);
