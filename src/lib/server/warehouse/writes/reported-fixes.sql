-- name: reported-fixes
-- What a tool said of fixes until now.
-- notnull: fix, product, cves, scores
SELECT DISTINCT fix AS "fix", product AS "product", severity AS "severity", cves AS "cves", scores AS "scores"
FROM reported_fix WHERE tool = $tool::VARCHAR
