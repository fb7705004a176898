-- name: services
-- Ports of one asset that the network scans found.
-- notnull: protocol, port, state, seenFrom
SELECT v.protocol AS "protocol", v.port AS "port", v.state AS "state", v.service AS "service",
  v.product AS "product", v.version AS "version", v.extra AS "extra", v.valid_from AS "seenFrom"
FROM visible_service($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) v
WHERE v.asset_id = $asset_id::VARCHAR
ORDER BY v.port, v.protocol
