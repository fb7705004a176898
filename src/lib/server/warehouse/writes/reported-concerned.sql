-- name: reported-concerned
-- Reported fixes of whose advisory or vulnerabilities an event changed what feeds know.
-- notnull: fix, product
WITH changed AS (
  SELECT DISTINCT subject FROM feed_fact WHERE opened_seq = $seq::BIGINT OR closed_seq = $seq::BIGINT
),
named AS (
  SELECT fix, product, fix AS subject FROM reported_fix
  UNION ALL
  SELECT fix, product, unnest(from_json(cves, '["VARCHAR"]')) FROM reported_fix
  UNION ALL
  -- An advisory may name more vulnerabilities than the tools do.
  SELECT f.fix, f.product, unnest(from_json(json_extract(a.content, '$.cves'), '["VARCHAR"]'))
  FROM reported_fix f JOIN feed_fact a ON a.subject = f.fix AND a.kind = 'advisory' AND a.closed_seq IS NULL
)
SELECT DISTINCT n.fix AS "fix", n.product AS "product"
FROM named n SEMI JOIN changed c ON c.subject = n.subject
ORDER BY n.fix, n.product
