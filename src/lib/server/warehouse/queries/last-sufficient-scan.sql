-- name: last-sufficient-scan
-- The newest complete credentialed scan of our own of an asset: the evidence of its open findings.
-- notnull: id, startedAt, artifact
SELECT s.scan_id AS "id", s.started_at AS "startedAt", s.artifact AS "artifact"
FROM visible_scan($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) s
WHERE s.asset_id = $asset_id::VARCHAR AND s.sufficient AND s.profile <> 'report'
ORDER BY s.started_at DESC, s.scan_id DESC
LIMIT 1
