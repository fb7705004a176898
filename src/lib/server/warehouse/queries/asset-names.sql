-- name: asset-names
-- Assets that bear one of these names: more than one may.
-- notnull: id, name
SELECT a.asset_id AS "id", a.name AS "name"
FROM visible_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) a
WHERE ($names::VARCHAR[] IS NULL OR list_contains($names::VARCHAR[], a.name))
ORDER BY a.name, a.asset_id
