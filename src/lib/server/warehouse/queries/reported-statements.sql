-- name: reported-statements
-- What tools reported of one fix of one product, in the order in which it came, with the vendor's rating of the fix.
-- notnull: tool, cves, scores
-- json: cves string[]
-- json: scores ReportedScore[] #core/ranking/reported-rating.ts
SELECT s.tool AS "tool", s.severity AS "severity", s.cves AS "cves", s.scores AS "scores", v.severity AS "vendorSeverity"
FROM visible_reported_statement($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) s
LEFT JOIN visible_advisory($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) v ON v.fix = s.fix
WHERE s.fix = $fix::VARCHAR AND s.product = $product::VARCHAR
ORDER BY s.opened_seq, s.tool
