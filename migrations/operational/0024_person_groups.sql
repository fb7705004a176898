-- Groups of people: who is in one holds its roles.
create table person_group (
  id text primary key,
  name text not null,
  purpose text not null,
  created_at integer not null
) strict;

create unique index person_group_by_name on person_group (lower(name));

create table person_group_member (
  group_id text not null references person_group (id),
  person_id text not null references person (id),
  primary key (group_id, person_id)
) strict, without rowid;

create index person_group_member_by_person on person_group_member (person_id);

create table person_group_role (
  group_id text not null references person_group (id),
  role text not null,
  unit text not null,
  primary key (group_id, role, unit)
) strict, without rowid;

-- What a person holds: roles given to them (no group), and those of each group they are in.
create view held_role as
select person_id, role, unit, null as group_id from role_assignment
union all
select person_group_member.person_id, person_group_role.role, person_group_role.unit, person_group_role.group_id
from person_group_member
join person_group_role on person_group_role.group_id = person_group_member.group_id;
