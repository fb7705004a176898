-- name: fixes
-- Fixes that open findings wait for, earliest due first: what to do next.
-- notnull: fix, product, findings, assets, overdue, total
SELECT f.fix AS "fix", f.product AS "product", count(*)::INTEGER AS "findings",
  count(DISTINCT f.asset_id)::INTEGER AS "assets",
  count(*) FILTER (WHERE d.due < $as_of::TIMESTAMPTZ)::INTEGER AS "overdue",
  min(d.due) AS "due", min(d.rank)::VARCHAR AS "rank", count(*) OVER ()::INTEGER AS "total"
FROM visible_finding($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) f
LEFT JOIN visible_due($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) d ON d.finding_id = f.finding_id
WHERE f.state NOT IN ('fixed', 'removed')
GROUP BY f.fix, f.product
ORDER BY min(d.rank), min(d.due), count(*) DESC, f.fix
LIMIT $limit::BIGINT
