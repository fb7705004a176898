-- name: unit-names
-- Business units that the viewer may see.
-- notnull: unit, name
SELECT b.unit AS "unit", b.name AS "name"
FROM visible_business_unit($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) b
ORDER BY b.name, b.unit
