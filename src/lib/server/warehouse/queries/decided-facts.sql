-- name: decided-facts
-- What people have decided of these assets, in force at an instant.
-- notnull: id, name, unit, scope, retired
SELECT a.asset_id AS "id", a.name AS "name", a.unit AS "unit", a.owner AS "owner", a.criticality AS "criticality",
  a.environment AS "environment", a.exposure AS "exposure", a.scope AS "scope", a.retired AS "retired"
FROM visible_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) a
WHERE ($ids::VARCHAR[] IS NULL OR list_contains($ids::VARCHAR[], a.asset_id))
ORDER BY a.name, a.asset_id
