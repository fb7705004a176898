-- name: ageing
-- Open and overdue findings by rank and by local days past due; adjudicated = overdue but for an adjudication.
-- notnull: rank, d1to30, d31to60, d61to90, over90, all, adjudicated
WITH late AS (
  SELECT o.rank, false AS aside, date_diff('day', o.due_day, local_day($as_of::TIMESTAMPTZ, $zone::VARCHAR)) AS days
  FROM visible_open($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) o
  WHERE o.overdue
  UNION ALL
  SELECT s.rank, true, 0
  FROM visible_set_aside($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) s
  WHERE s.overdue
)
SELECT rank::VARCHAR AS "rank",
  count(*) FILTER (WHERE NOT aside AND days <= 30)::INTEGER AS "d1to30",
  count(*) FILTER (WHERE days BETWEEN 31 AND 60)::INTEGER AS "d31to60",
  count(*) FILTER (WHERE days BETWEEN 61 AND 90)::INTEGER AS "d61to90",
  count(*) FILTER (WHERE days > 90)::INTEGER AS "over90",
  count(*) FILTER (WHERE NOT aside)::INTEGER AS "all",
  count(*) FILTER (WHERE aside)::INTEGER AS "adjudicated"
FROM late GROUP BY late.rank ORDER BY late.rank
