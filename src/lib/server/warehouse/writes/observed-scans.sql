-- name: observed-scans
-- All of our own scans of an asset by one method that saw something, in the order of their start, ties by content: never by arrival.
-- notnull: artifact, host, startedAt, seq
SELECT lower(hex(artifact)) AS "artifact", host AS "host", started_at AS "startedAt", seq AS "seq"
FROM scan WHERE asset_id = $asset_id::VARCHAR AND method = $method::VARCHAR AND outcome <> 'failed' AND profile <> 'report'
ORDER BY started_at, scan.artifact, host
