-- Mappings by which people have CSV files read; one row per version, derived from the log. The last version of a name
-- counts, and a removal is a version without a document.
create table column_mapping (
  name text not null,
  version integer not null,
  document text,
  saved_at integer not null,
  saved_by text,
  primary key (name, version)
) strict, without rowid;
