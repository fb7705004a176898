-- name: controls
-- Compensating controls with where they stand, one page of them.
-- notnull: id, name, owner, effect, interval, unit, status, definedAt, nextDue, exceptions, total
WITH resting AS (
  SELECT c.control_id, count(*) AS exceptions
  FROM visible_control($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) c
  JOIN visible_exception($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) x
    ON list_contains(from_json(x.controls, '["VARCHAR"]'), c.control_id)
  WHERE x.status = 'active' AND x.within
  GROUP BY c.control_id
)
SELECT c.control_id AS "id", c.name AS "name", c.owner AS "owner", c.effect AS "effect", c.interval_text AS "interval",
  c.unit AS "unit", c.status AS "status", c.defined_at AS "definedAt", c.last_validated AS "lastValidated",
  c.last_result AS "lastResult", c.next_due AS "nextDue", c.retired_at AS "retiredAt",
  coalesce(r.exceptions, 0)::INTEGER AS "exceptions",
  count(*) OVER ()::INTEGER AS "total"
FROM visible_control($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) c
LEFT JOIN resting r ON r.control_id = c.control_id
WHERE ($ids::VARCHAR[] IS NULL OR list_contains($ids::VARCHAR[], c.control_id))
  AND ($status::VARCHAR IS NULL OR c.status = $status::VARCHAR
    OR ($status::VARCHAR = 'due' AND c.status IN ('holds', 'never-validated') AND c.next_due <= $as_of::TIMESTAMPTZ + INTERVAL 30 DAY))
  AND ($q::VARCHAR IS NULL OR contains(lower(concat_ws(' ', c.control_id, c.name, c.effect)), lower($q::VARCHAR)))
ORDER BY
  CASE WHEN $sort::VARCHAR = 'name' THEN c.name END ASC,
  CASE WHEN $sort::VARCHAR = '-name' THEN c.name END DESC,
  CASE WHEN $sort::VARCHAR = 'due' THEN c.next_due END ASC,
  CASE WHEN $sort::VARCHAR = '-due' THEN c.next_due END DESC,
  CASE WHEN c.status IN ('failed', 'missed') THEN 1 WHEN c.status = 'never-validated' THEN 2 WHEN c.status = 'holds' THEN 3 ELSE 4 END,
  c.next_due, c.control_id
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
