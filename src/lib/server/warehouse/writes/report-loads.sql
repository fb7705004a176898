-- name: report-loads
-- How the reports of these artifacts are to be read.
-- notnull: artifact, format, fileName, zone, receivedAt
SELECT lower(hex(artifact)) AS "artifact", format AS "format", file_name AS "fileName", zone AS "zone",
  received_at AS "receivedAt", mapping AS "mapping"
FROM report_load WHERE lower(hex(artifact)) IN (SELECT unnest($artifacts::VARCHAR[]))
ORDER BY seq
