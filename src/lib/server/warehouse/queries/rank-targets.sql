-- name: rank-targets
-- Findings by their ids, or of one fix of one product, with whether they are open.
-- notnull: id, assetId, asset, fix, product, open
SELECT l.finding_id AS "id", l.asset_id AS "assetId", a.name AS "asset", l.fix AS "fix", l.product AS "product", l.open AS "open"
FROM visible_life($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) l
JOIN visible_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) a ON a.asset_id = l.asset_id
WHERE ($ids::VARCHAR[] IS NULL OR list_contains($ids::VARCHAR[], l.finding_id))
  AND ($fix::VARCHAR IS NULL OR l.fix = $fix::VARCHAR)
  AND ($product::VARCHAR IS NULL OR l.product = $product::VARCHAR)
ORDER BY l.asset_id, l.finding_id
