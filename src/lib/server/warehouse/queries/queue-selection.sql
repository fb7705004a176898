-- name: queue-selection
-- What chosen fixes would close together, by their ids; an asset that waits for several of them counts once.
-- notnull: fixes, findings, assets, overdue, risk
WITH assets AS (
  SELECT asset_id, asset_weight(criticality, exposure, scope) AS weight
  FROM visible_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT)
)
SELECT count(DISTINCT fix_id(o.fix, o.product))::INTEGER AS "fixes", count(*)::INTEGER AS "findings",
  count(DISTINCT o.asset_id)::INTEGER AS "assets", count(*) FILTER (WHERE o.overdue)::INTEGER AS "overdue",
  coalesce(sum(rank_weight(o.rank) * a.weight), 0)::INTEGER AS "risk"
FROM visible_open($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) o
JOIN assets a ON a.asset_id = o.asset_id
WHERE list_contains($ids::VARCHAR[], fix_id(o.fix, o.product))
