-- name: last-scans
-- Of every asset and method the newest of our own scans that saw something, and the newest sufficient one.
-- notnull: assetId, method
SELECT asset_id AS "assetId", method AS "method",
  max(started_at) FILTER (WHERE outcome <> 'failed') AS "observedAt",
  left(lower(hex(arg_max(artifact, (started_at, artifact)) FILTER (WHERE outcome <> 'failed'))), 32) AS "observedScan",
  max(started_at) FILTER (WHERE sufficient) AS "sufficientAt",
  left(lower(hex(arg_max(artifact, (started_at, artifact)) FILTER (WHERE sufficient))), 32) AS "sufficientScan"
FROM scan WHERE profile <> 'report' GROUP BY asset_id, method
