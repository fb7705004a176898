-- name: findings-to-catch
-- Open findings inside the scope of an exception that catches future ones.
-- notnull: assetId, findingId
SELECT f.asset_id AS "assetId", f.finding_id AS "findingId"
FROM finding_interval f
WHERE f.valid_to IS NULL AND f.superseded_seq IS NULL AND NOT has_ended(f.state, f.verified_by)
  AND ($asset_ids::VARCHAR[] IS NULL OR list_contains($asset_ids::VARCHAR[], f.asset_id))
  AND ($asset::VARCHAR IS NULL OR f.asset_id = $asset::VARCHAR)
  AND ($fix::VARCHAR IS NULL OR f.fix = $fix::VARCHAR)
  AND ($product::VARCHAR IS NULL OR f.product = $product::VARCHAR)
  AND ($unit::VARCHAR IS NULL OR $unit::VARCHAR = (
    SELECT coalesce(nullif(arg_max(d.value, (d.valid_from, d.opened_seq)), ''), 'default') FROM asset_decision d
    WHERE d.asset_id = f.asset_id AND d.attribute = 'unit' AND d.valid_from <= $at::TIMESTAMPTZ))
ORDER BY f.asset_id, f.finding_id
