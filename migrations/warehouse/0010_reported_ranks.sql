-- What other tools' reports say of a fix becomes an input of its rank.

-- scores = [{cve, version, score, vector}] as the tool gives them.
ALTER TABLE reported_fix ADD COLUMN scores VARCHAR;
ALTER TABLE reported_fix ADD COLUMN recorded_at TIMESTAMPTZ;

-- Every statement of a tool about a fix of a product, as known.
CREATE MACRO visible_reported_statement(viewer_units, as_of, known_at) AS TABLE
  SELECT * FROM reported_fix
  WHERE opened_seq <= known_at AND (list_contains(viewer_units, '*') OR fix IS NOT NULL);
