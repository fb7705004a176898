-- What other tools' reports say of a fix as an input of its rank, mappings of one's own, and what was imported.

-- scores = [{cve, version, score, vector}] as the tool gives them.
ALTER TABLE reported_fix ADD COLUMN scores VARCHAR;
ALTER TABLE reported_fix ADD COLUMN recorded_at TIMESTAMPTZ;

-- Every statement of a tool about a fix of a product, as known.
CREATE MACRO visible_reported_statement(viewer_units, as_of, known_at) AS TABLE
  SELECT * FROM reported_fix
  WHERE opened_seq <= known_at AND (list_contains(viewer_units, '*') OR fix IS NOT NULL);

-- The mapping by which a CSV was read, as it was then; null = the format has its own.
ALTER TABLE report_load ADD COLUMN mapping VARCHAR;

-- What people and their tokens took in, by events. Files that hold several scans have one row each, of one batch. The
-- receipt is JSON, as its kind has it.
CREATE TABLE import_entry (
  seq BIGINT NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL,
  kind VARCHAR NOT NULL,
  format VARCHAR NOT NULL,
  file_name VARCHAR NOT NULL,
  batch VARCHAR NOT NULL,
  actor VARCHAR,
  receipt VARCHAR NOT NULL
);

-- Files are nobody's assets: what came of them is shown to whoever may see imports.
CREATE MACRO visible_import(viewer_units, as_of, known_at) AS TABLE
  SELECT * FROM import_entry
  WHERE seq <= known_at AND recorded_at <= as_of AND (list_contains(viewer_units, '*') OR kind IS NOT NULL);
