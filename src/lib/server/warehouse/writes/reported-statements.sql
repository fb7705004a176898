-- name: reported-statements
-- All that tools said of fixes, in the order of events, as ranks need it.
-- notnull: tool, fix, product, cves, scores, recordedAt
SELECT tool AS "tool", fix AS "fix", product AS "product", severity AS "severity", cves AS "cves", scores AS "scores",
  recorded_at AS "recordedAt"
FROM reported_fix
ORDER BY opened_seq, fix, product
