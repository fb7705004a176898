-- name: exceptions-waiting
-- How many exceptions wait for somebody else than the person who asked for them, who looks.
-- notnull: waiting
SELECT count(*)::INTEGER AS "waiting"
FROM visible_exception($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) x
WHERE x.within AND x.status IN ('requested', 'in-assessment') AND x.author <> $viewer::VARCHAR
  AND x.requested_by <> $viewer::VARCHAR
