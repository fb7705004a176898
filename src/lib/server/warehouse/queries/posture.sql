-- name: posture
-- Counts of findings as of an instant, and the next deadline.
-- notnull: open, overdue, dueSoon, closed, unknownRank, products, overdueAssets
SELECT
  count(*) FILTER (WHERE f.state NOT IN ('fixed', 'removed'))::INTEGER AS "open",
  count(*) FILTER (WHERE f.state NOT IN ('fixed', 'removed') AND d.due < $as_of::TIMESTAMPTZ)::INTEGER AS "overdue",
  count(*) FILTER (WHERE f.state NOT IN ('fixed', 'removed') AND d.due >= $as_of::TIMESTAMPTZ
    AND d.due < $as_of::TIMESTAMPTZ + INTERVAL 7 DAY)::INTEGER AS "dueSoon",
  count(*) FILTER (WHERE f.state IN ('fixed', 'removed'))::INTEGER AS "closed",
  count(*) FILTER (WHERE f.state NOT IN ('fixed', 'removed') AND NOT coalesce(d.ranked, false))::INTEGER AS "unknownRank",
  count(DISTINCT f.product) FILTER (WHERE f.state NOT IN ('fixed', 'removed'))::INTEGER AS "products",
  count(DISTINCT f.asset_id) FILTER (WHERE f.state NOT IN ('fixed', 'removed')
    AND d.due < $as_of::TIMESTAMPTZ)::INTEGER AS "overdueAssets",
  min(d.due) FILTER (WHERE f.state NOT IN ('fixed', 'removed') AND d.due >= $as_of::TIMESTAMPTZ) AS "nextDue"
FROM visible_finding($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) f
LEFT JOIN visible_due($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) d ON d.finding_id = f.finding_id
