-- name: finding-exceptions
-- Exceptions about one finding.
-- notnull: id, title, status, controls
-- json: controls string[]
SELECT x.exception_id AS "id", x.title AS "title", x.status AS "status", x.controls AS "controls"
FROM visible_exception($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) x
WHERE x.exception_id IN (
  SELECT exception_id FROM visible_exception_target($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) t WHERE t.finding_id = $finding::VARCHAR)
ORDER BY x.exception_id
