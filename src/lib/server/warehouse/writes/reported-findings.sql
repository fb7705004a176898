-- name: reported-findings
-- Rows of these findings that stand, of those that reports brought.
-- notnull: assetId, findingId, validFrom, state, packages, firstDetected, detectedBy, reopenNo
SELECT asset_id AS "assetId", finding_id AS "findingId", valid_from AS "validFrom", valid_to AS "validTo", state AS "state",
  packages AS "packages", first_detected AS "firstDetected", detected_by AS "detectedBy", reopen_no AS "reopenNo",
  verified_at AS "verifiedAt", verified_by AS "verifiedBy", reopened_at AS "reopenedAt", flaw_seen_at AS "flawSeenAt"
FROM finding_interval
WHERE superseded_seq IS NULL AND asset_id IN (SELECT unnest($asset_ids::VARCHAR[]))
  AND finding_id IN (SELECT unnest($finding_ids::VARCHAR[]))
  AND detected_by IN (SELECT left(lower(hex(artifact)), 32) FROM report_load)
ORDER BY asset_id, finding_id, valid_from
