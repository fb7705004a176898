-- name: observed-scans
-- All scans of an asset by one method that saw something, in the order of their start, ties by content: never by arrival.
-- notnull: id, artifact, host, startedAt, seq
SELECT scan_id AS "id", artifact AS "artifact", host AS "host", started_at AS "startedAt", seq AS "seq"
FROM scan WHERE asset_id = $asset_id::VARCHAR AND method = $method::VARCHAR AND outcome <> 'failed'
ORDER BY started_at, scan_id, host
