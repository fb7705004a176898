-- name: finding-coverages
-- Spans in which exceptions cover a finding.
-- notnull: exceptionId, title, from, until, endWhy, outgrown, worksheet, level
SELECT c.exception_id AS "exceptionId", c.title AS "title", c.active_from AS "from", c.active_until AS "until",
  c.end_why AS "endWhy", c.outgrown AS "outgrown", c.worksheet AS "worksheet", c.level AS "level"
FROM visible_coverage($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) c
WHERE c.finding_id = $finding::VARCHAR
ORDER BY c.active_from, c.exception_id
