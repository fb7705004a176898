-- name: reported-scans
-- Scans of these assets by other tools, and our own complete ones, in the order of their start, ties by content. A bill of
-- materials only lists: what other tools find in it stands.
-- notnull: assetId, scanner, report, artifact, host, startedAt, login, complete, sufficient, narrow
SELECT asset_id AS "assetId", scanner AS "scanner", profile = 'report' AS "report", lower(hex(artifact)) AS "artifact",
  host AS "host", started_at AS "startedAt", method = 'credentialed' AS "login", outcome = 'complete' AS "complete",
  sufficient AS "sufficient", coalesce(narrow, false) AS "narrow"
FROM scan
WHERE replaced_seq IS NULL AND (profile = 'report' OR (sufficient AND profile <> 'sbom')) AND asset_id IN (SELECT unnest($asset_ids::VARCHAR[]))
ORDER BY asset_id, started_at, artifact, host
