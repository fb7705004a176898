-- name: known-assets
-- Which of these assets the viewer may see, with their names.
-- notnull: id, name
SELECT a.asset_id AS "id", a.name AS "name"
FROM visible_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) a
WHERE ($ids::VARCHAR[] IS NULL OR list_contains($ids::VARCHAR[], a.asset_id))
ORDER BY a.asset_id
