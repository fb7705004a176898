-- name: flow
-- What came and went in each of the last weeks (by its Monday), and what stood open and overdue at its end, or at as_of
-- in the running week. Weeks that ended before the first complete scan, or finding, say nothing: a failed try and a look
-- over the network measure no patches.
-- notnull: week
WITH weeks AS (
  SELECT date_trunc('week', local_day($as_of::TIMESTAMPTZ, $zone::VARCHAR))::DATE - 7 * ago::INTEGER AS week
  FROM (SELECT unnest(range($weeks::BIGINT)) AS ago)
),
ends AS (
  SELECT week, least(timezone($zone::VARCHAR, (week + 7)::TIMESTAMP) - INTERVAL 1 MILLISECOND, $as_of::TIMESTAMPTZ) AS week_end
  FROM weeks
),
changes AS (
  SELECT date_trunc('week', local_day(h.changed_at, $zone::VARCHAR))::DATE AS week,
    count(*) FILTER (WHERE h.kind = 'new') AS new,
    count(*) FILTER (WHERE h.kind = 'reopened') AS reopened,
    count(*) FILTER (WHERE h.kind = 'closed') AS closed
  FROM visible_change($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) h
  GROUP BY 1
),
open_spans AS (
  SELECT s.asset_id, s.finding_id, s.opened_at, s.ended_at
  FROM visible_open_span($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) s
),
first_scan AS (
  SELECT least(min(s.started_at), (SELECT min(opened_at) FROM open_spans)) AS first_at
  FROM visible_sufficient($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) s
),
opens AS (
  SELECT e.week, count(*) AS n
  FROM ends e JOIN open_spans s ON s.opened_at <= e.week_end AND (s.ended_at IS NULL OR s.ended_at > e.week_end)
  GROUP BY e.week
),
late_spans AS (
  SELECT s.finding_id, greatest(s.opened_at, d.overdue_from) AS late_from, least(s.ended_at, d.overdue_until) AS late_until
  FROM open_spans s JOIN visible_overdue_span($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) d ON d.finding_id = s.finding_id
  WHERE d.overdue_until IS NULL OR d.overdue_until > s.opened_at
),
late AS (
  SELECT e.week, count(DISTINCT s.finding_id) AS n
  FROM ends e JOIN late_spans s ON s.late_from < e.week_end AND (s.late_until IS NULL OR s.late_until > e.week_end)
  GROUP BY e.week
),
asides AS (
  SELECT e.week, count(DISTINCT s.finding_id) AS n
  FROM ends e
  JOIN visible_adjudicated_span($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) s
    ON s.adjudicated_from <= e.week_end AND (s.adjudicated_until IS NULL OR s.adjudicated_until > e.week_end)
  JOIN visible_finding_history($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) h
    ON h.finding_id = s.finding_id AND NOT has_ended(h.state, h.verified_by) AND h.valid_from <= e.week_end
    AND (h.valid_to IS NULL OR h.closed_seq > $known_at::BIGINT OR h.valid_to > e.week_end)
  JOIN visible_decided($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) d
    ON d.asset_id = h.asset_id AND (d.left_at IS NULL OR d.left_at > e.week_end)
  GROUP BY e.week
)
SELECT strftime(w.week, '%Y-%m-%d') AS "week",
  CASE WHEN e.week_end >= f.first_at THEN coalesce(c.new, 0) END::INTEGER AS "new",
  CASE WHEN e.week_end >= f.first_at THEN coalesce(c.reopened, 0) END::INTEGER AS "reopened",
  CASE WHEN e.week_end >= f.first_at THEN coalesce(c.closed, 0) END::INTEGER AS "closed",
  CASE WHEN e.week_end >= f.first_at THEN coalesce(o.n, 0) END::INTEGER AS "openAtEnd",
  CASE WHEN e.week_end >= f.first_at THEN coalesce(l.n, 0) END::INTEGER AS "overdueAtEnd",
  CASE WHEN e.week_end >= f.first_at THEN coalesce(a.n, 0) END::INTEGER AS "adjudicatedAtEnd"
FROM weeks w
JOIN ends e ON e.week = w.week
CROSS JOIN first_scan f
LEFT JOIN changes c ON c.week = w.week
LEFT JOIN opens o ON o.week = w.week
LEFT JOIN late l ON l.week = w.week
LEFT JOIN asides a ON a.week = w.week
ORDER BY w.week
