-- Accounts that sign in by an identity provider: linked by issuer and subject, never by an e-mail address.
create table sso_identity (
  issuer text not null,
  subject text not null,
  account_id text not null references account (id),
  linked_at integer not null,
  primary key (issuer, subject)
) strict, without rowid;

create index sso_identity_by_account on sso_identity (account_id);

-- Networks an API token works from, and business units it sees, as JSON lists; null = any.
alter table api_token add column cidrs text;
alter table api_token add column units text;
