-- name: report-load
-- What one report brought, by the event that recorded it.
-- notnull: seq, artifact, format, tool, fileName, zone, timeAssumed, assets, records, flaws, findings, new, unchanged, reopened, closed, skipped
-- json: skipped SkippedRecords[] #core/reports/skipped-records.ts
SELECT seq AS "seq", lower(hex(artifact)) AS "artifact", format AS "format", tool AS "tool", tool_version AS "toolVersion",
  file_name AS "fileName", zone AS "zone", time_assumed AS "timeAssumed", made_at AS "madeAt", assets AS "assets",
  records AS "records", flaws AS "flaws", findings AS "findings", new AS "new", unchanged AS "unchanged",
  reopened AS "reopened", closed AS "closed", skipped AS "skipped"
FROM visible_report_load($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT)
WHERE seq = $seq::BIGINT
