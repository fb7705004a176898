-- When somebody last signed in or had the account opened: from then on it counts as idle.
alter table account add column active_at integer not null default 0;
update account set active_at = max(
  created_at,
  coalesce((select max(recorded_at) from event where kind = 'sign-in.succeeded' and object = 'account:' || account.id), 0)
);

-- Who approves for somebody while they are away. It begins and ends by itself; ended_at = ended before its time.
create table delegation (
  id text primary key,
  person_id text not null references person (id),
  delegate_id text not null references person (id),
  from_at integer not null,
  until_at integer not null check (until_at > from_at),
  created_at integer not null,
  ended_at integer
) strict;

create index delegation_by_person on delegation (person_id);
create index delegation_by_delegate on delegation (delegate_id);

-- What auditors may look at, and when. Business units as a JSON list; ["*"] = all.
create table engagement (
  id text primary key,
  name text not null,
  units text not null,
  from_at integer not null,
  until_at integer not null check (until_at > from_at),
  created_at integer not null,
  ended_at integer
) strict;

create table engagement_auditor (
  engagement_id text not null references engagement (id),
  person_id text not null references person (id),
  primary key (engagement_id, person_id)
) strict, without rowid;

create index engagement_auditor_by_person on engagement_auditor (person_id);
