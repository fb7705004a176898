-- name: imports
-- Files that were taken in, the newest first, one page of them; the scans of one file are one row.
-- notnull: seq, recordedAt, kind, format, file, scans, complete, receipt, total
-- json: receipt ImportedReceipt #lib/server/imports/imported-receipt.ts
WITH files AS (
  SELECT min(seq) AS seq, max(recorded_at) AS recorded_at, kind, format, file_name, actor,
    count(*) FILTER (WHERE kind = 'scans')::INTEGER AS scans,
    count(*) FILTER (WHERE json_extract_string(receipt, '$.outcome') = 'complete')::INTEGER AS complete,
    arg_min(receipt, seq) AS receipt
  FROM visible_import($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT)
  GROUP BY batch, kind, format, file_name, actor
)
SELECT seq AS "seq", recorded_at AS "recordedAt", kind AS "kind", format AS "format", file_name AS "file", actor AS "actor",
  scans AS "scans", complete AS "complete", receipt AS "receipt", count(*) OVER ()::INTEGER AS "total"
FROM files
WHERE ($kind::VARCHAR IS NULL OR kind = $kind::VARCHAR)
  AND ($format::VARCHAR IS NULL OR format = $format::VARCHAR)
  AND ($q::VARCHAR IS NULL OR contains(lower(concat_ws(' ', file_name, format)), lower($q::VARCHAR)))
ORDER BY
  CASE WHEN $sort::VARCHAR = 'recordedAt' THEN seq END ASC,
  CASE WHEN $sort::VARCHAR = 'file' THEN file_name END ASC,
  CASE WHEN $sort::VARCHAR = '-file' THEN file_name END DESC,
  seq DESC
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
