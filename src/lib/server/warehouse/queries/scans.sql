-- name: scans
-- Scans of hosts, newest first.
-- notnull: id, assetId, asset, scanner, method, profile, host, outcome, sufficient, startedAt, finishedAt, recordedAt, seq, artifact, total
SELECT s.scan_id AS "id", s.asset_id AS "assetId", a.name AS "asset", s.scanner AS "scanner", s.method AS "method",
  s.profile AS "profile", s.host AS "host", s.outcome AS "outcome", s.sufficient AS "sufficient",
  s.started_at AS "startedAt", s.finished_at AS "finishedAt", s.recorded_at AS "recordedAt",
  s.failure_code AS "failureCode", s.failure_message AS "failureMessage", s.failure_remedy AS "failureRemedy",
  s.seq AS "seq", s.artifact AS "artifact", s.job_id AS "jobId", count(*) OVER ()::INTEGER AS "total"
FROM visible_scan($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) s
JOIN visible_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) a ON a.asset_id = s.asset_id
WHERE ($id::VARCHAR IS NULL OR s.scan_id = $id::VARCHAR)
  AND ($asset_id::VARCHAR IS NULL OR s.asset_id = $asset_id::VARCHAR)
  AND ($job_id::VARCHAR IS NULL OR s.job_id = $job_id::VARCHAR)
  AND ($outcome::VARCHAR IS NULL OR s.outcome = $outcome::VARCHAR)
ORDER BY s.started_at DESC, s.scan_id DESC, s.asset_id
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
