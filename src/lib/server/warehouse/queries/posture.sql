-- name: posture
-- Counts of findings as of an instant, what falls due next, and the next deadline.
-- notnull: advisories, open, adjudicated, overdue, dueSoon, dueIn14, dueIn30, closed, unknownRank, products, fixes, overdueAssets, knownExploited, knownExploitedOverdue, knownExploitedAssets, severeOverdue, highOverdue, covered, coveredOverdue, fixesToDo
WITH facts AS (
  SELECT o.product, o.fix, o.asset_id, o.due, o.rank, o.ranked, o.overdue,
    v.known_exploited IS NOT NULL OR w.known_exploited IS NOT NULL AS exploited,
    x.exception_id IS NOT NULL AS covered
  FROM visible_open($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) o
  LEFT JOIN visible_advisory($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) v ON v.fix = o.fix
  LEFT JOIN visible_advice($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) w ON w.advice_key = o.advice_key
  LEFT JOIN visible_covering($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) x ON x.finding_id = o.finding_id
),
known AS (
  SELECT (SELECT count(*) FROM visible_advisory($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT))
    + (SELECT count(*) FROM visible_feed_load($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT)) AS advisories
),
closed AS (
  SELECT count(*) AS closed FROM visible_finding($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) f WHERE f.state IN ('fixed', 'removed')
),
aside AS (
  SELECT count(*) AS adjudicated FROM visible_set_aside($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT)
)
SELECT
  any_value(adjudicated)::INTEGER AS "adjudicated",
  any_value(advisories)::INTEGER AS "advisories",
  count(product)::INTEGER AS "open",
  count(*) FILTER (WHERE overdue)::INTEGER AS "overdue",
  count(*) FILTER (WHERE due >= $as_of::TIMESTAMPTZ AND due < $as_of::TIMESTAMPTZ + INTERVAL 7 DAY)::INTEGER AS "dueSoon",
  count(*) FILTER (WHERE due >= $as_of::TIMESTAMPTZ AND due < $as_of::TIMESTAMPTZ + INTERVAL 14 DAY)::INTEGER AS "dueIn14",
  count(*) FILTER (WHERE due >= $as_of::TIMESTAMPTZ AND due < $as_of::TIMESTAMPTZ + INTERVAL 30 DAY)::INTEGER AS "dueIn30",
  any_value(closed)::INTEGER AS "closed",
  count(product) FILTER (WHERE NOT ranked)::INTEGER AS "unknownRank",
  count(DISTINCT product)::INTEGER AS "products",
  count(DISTINCT fix_id(fix, product)) FILTER (WHERE NOT starts_with(fix, 'no-fix:'))::INTEGER AS "fixes",
  count(DISTINCT asset_id) FILTER (WHERE overdue)::INTEGER AS "overdueAssets",
  count(*) FILTER (WHERE exploited)::INTEGER AS "knownExploited",
  count(*) FILTER (WHERE overdue AND exploited)::INTEGER AS "knownExploitedOverdue",
  count(DISTINCT asset_id) FILTER (WHERE exploited)::INTEGER AS "knownExploitedAssets",
  count(*) FILTER (WHERE overdue AND rank = 'severe')::INTEGER AS "severeOverdue",
  count(*) FILTER (WHERE overdue AND rank = 'high')::INTEGER AS "highOverdue",
  count(*) FILTER (WHERE covered)::INTEGER AS "covered",
  count(*) FILTER (WHERE covered AND overdue)::INTEGER AS "coveredOverdue",
  count(DISTINCT fix_id(fix, product)) FILTER (WHERE NOT covered AND NOT starts_with(fix, 'no-fix:'))::INTEGER AS "fixesToDo",
  min(due) FILTER (WHERE due >= $as_of::TIMESTAMPTZ) AS "nextDue"
FROM closed CROSS JOIN known CROSS JOIN aside LEFT JOIN facts ON true
