-- name: finding-coverages
-- Spans in which exceptions cover a finding.
-- notnull: exceptionId, title, from, until, endWhy, outgrown, worksheet, level
SELECT c.exception_id AS "exceptionId", any_value(x.title) AS "title", c.active_from AS "from", c.active_until AS "until",
  c.end_why AS "endWhy", c.outgrown AS "outgrown", any_value(x.worksheet) AS "worksheet", c.level AS "level"
FROM visible_coverage($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) c
JOIN visible_exception($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) x ON x.exception_id = c.exception_id
WHERE c.finding_id = $finding::VARCHAR
GROUP BY c.exception_id, c.active_from, c.active_until, c.end_why, c.outgrown, c.level
ORDER BY c.active_from, c.exception_id
