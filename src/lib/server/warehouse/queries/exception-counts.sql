-- name: exception-counts
-- What needs somebody among the exceptions in view.
-- notnull: waiting, active, ending, suppressing, neverValidated, overdueFindings
WITH known AS (
  SELECT exception_id, status, requested_at, expires_at, controls FROM visible_exception($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) WHERE within
),
late AS (
  SELECT c.exception_id, count(*) AS overdue
  FROM visible_coverage($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) c
  JOIN visible_open($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) o ON o.finding_id = c.finding_id AND o.overdue
  WHERE c.active_from <= $as_of::TIMESTAMPTZ AND $as_of::TIMESTAMPTZ < c.active_until
  GROUP BY c.exception_id
),
unproven AS (
  SELECT DISTINCT k.exception_id
  FROM known k JOIN visible_control($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) c ON list_contains(from_json(k.controls, '["VARCHAR"]'), c.control_id)
  WHERE k.status = 'active' AND c.status = 'never-validated'
)
SELECT count(*) FILTER (WHERE status IN ('requested', 'in-assessment'))::INTEGER AS "waiting",
  min(requested_at) FILTER (WHERE status IN ('requested', 'in-assessment')) AS "oldestWaiting",
  count(*) FILTER (WHERE status = 'active')::INTEGER AS "active",
  count(*) FILTER (WHERE status = 'active' AND expires_at <= $as_of::TIMESTAMPTZ + INTERVAL 30 DAY)::INTEGER AS "ending",
  count(l.exception_id) FILTER (WHERE status = 'active')::INTEGER AS "suppressing",
  coalesce(sum(l.overdue) FILTER (WHERE status = 'active'), 0)::INTEGER AS "overdueFindings",
  count(u.exception_id)::INTEGER AS "neverValidated"
FROM known k
LEFT JOIN late l ON l.exception_id = k.exception_id
LEFT JOIN unproven u ON u.exception_id = k.exception_id
