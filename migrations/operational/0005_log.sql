-- The log signed: what a checker with the public key alone can hold the log to.

-- Signed note (C2SP tlog-checkpoint) over the head; null between an append and the end of its transaction.
alter table log_state add column note text;

-- Notes that are kept: every so many events or so many seconds. Never changed, so that an older one still binds.
create table signed_checkpoint (
  size integer primary key,
  note text not null,
  signed_at integer not null
) strict;

create trigger signed_checkpoint_is_never_updated before update on signed_checkpoint
begin
  select raise(abort, 'a signed checkpoint is never changed');
end;

create trigger signed_checkpoint_is_never_deleted before delete on signed_checkpoint
begin
  select raise(abort, 'a signed checkpoint is never deleted');
end;

create index event_by_kind on event (kind, seq);
create index event_by_object on event (object, seq);
create index event_by_actor on event (actor, seq);
create index event_by_instant on event (recorded_at, seq);
