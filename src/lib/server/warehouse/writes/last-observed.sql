-- name: last-observed
-- The newest scan of an asset by one method that saw something, and the newest sufficient one.
SELECT max(started_at) FILTER (WHERE outcome <> 'failed') AS "observedAt",
  arg_max(scan_id, (started_at, scan_id)) FILTER (WHERE outcome <> 'failed') AS "observedScan",
  max(started_at) FILTER (WHERE sufficient) AS "sufficientAt",
  arg_max(scan_id, (started_at, scan_id)) FILTER (WHERE sufficient) AS "sufficientScan"
FROM scan WHERE asset_id = $asset_id::VARCHAR AND method = $method::VARCHAR
