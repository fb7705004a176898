-- name: reported-claims
-- What other tools said of one finding, span by span.
-- notnull: tool, flawId, check, title, state, byLogin, validFrom, firstDetected, timeAssumed, scanId, seq, cves, fixes, port, evidence
-- json: cves string[]
-- json: fixes string[]
-- json: cvss ReportedCvss #core/advisory/reported-flaw.ts
SELECT tool AS "tool", flaw_id AS "flawId", check_id AS "check", title AS "title", state AS "state", by_login AS "byLogin",
  port AS "port", severity AS "severity", cvss AS "cvss", fixes AS "fixes", cves AS "cves", installed AS "installed",
  fixed AS "fixed", remedy AS "remedy", evidence AS "evidence", tool_first_seen AS "toolFirstSeen",
  first_detected AS "firstDetected", valid_from AS "validFrom", ended_at AS "endedAt", time_assumed AS "timeAssumed",
  scan_id AS "scanId", opened_seq AS "seq"
FROM visible_reported_history($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT)
WHERE asset_id = $asset_id::VARCHAR AND product = $product::VARCHAR
  AND list_contains(string_split(finding_fixes, chr(29)), $fix::VARCHAR)
ORDER BY tool, check_id, port, valid_from, opened_seq
LIMIT 200
