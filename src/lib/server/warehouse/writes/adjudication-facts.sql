-- name: adjudication-facts
-- What adjudications rest on, in spans. Of a finding: the versions compared while it stood open (leads), whether our own
-- scans or only reports see it, and what reports say is installed. Of a claim: what the tool says is installed (leads),
-- and what our own scans saw of the product.
-- notnull: assetId, subject, subjectId, leads, validFrom, text
WITH reports AS (
  SELECT left(lower(hex(artifact)), 32) AS scan_id FROM report_load
),
findings AS (
  SELECT f.asset_id, f.finding_id, f.product, f.fix, f.valid_from, f.valid_to, f.packages,
    f.detected_by IN (SELECT scan_id FROM reports) AS reported
  FROM finding_interval f
  WHERE f.superseded_seq IS NULL AND NOT has_ended(f.state, f.verified_by)
    AND f.asset_id IN (SELECT unnest($asset_ids::VARCHAR[])) AND f.finding_id IN (SELECT unnest($subject_ids::VARCHAR[]))
),
claims AS (
  SELECT r.asset_id, r.flaw_id, r.product, r.valid_from, r.valid_to, r.installed
  FROM reported_flaw r
  WHERE r.superseded_seq IS NULL AND r.asset_id IN (SELECT unnest($asset_ids::VARCHAR[]))
    AND r.flaw_id IN (SELECT unnest($subject_ids::VARCHAR[]))
),
packages AS (
  SELECT asset_id, name, source, version, valid_from, valid_to FROM package_interval
  WHERE superseded_seq IS NULL AND asset_id IN (SELECT unnest($asset_ids::VARCHAR[]))
)
SELECT asset_id AS "assetId", 'finding' AS "subject", finding_id AS "subjectId", true AS "leads", valid_from AS "validFrom",
  valid_to AS "validTo", concat_ws(' ', CASE WHEN reported THEN 'report' ELSE 'own' END,
    to_json(from_json(packages, '[{"name":"VARCHAR","arch":"VARCHAR","installed":"VARCHAR","fixed":"VARCHAR"}]'))) AS "text"
FROM findings
UNION ALL
SELECT f.asset_id, 'finding', f.finding_id, false, r.valid_from, r.valid_to, 'told ' || r.installed
FROM (SELECT DISTINCT asset_id, finding_id, product, fix FROM findings WHERE reported) f
JOIN reported_flaw r ON r.asset_id = f.asset_id AND r.product = f.product
WHERE r.superseded_seq IS NULL AND r.installed IS NOT NULL
  AND list_contains(string_split(r.finding_fixes, chr(29)), f.fix)
UNION ALL
SELECT asset_id, 'claim', flaw_id, true, valid_from, valid_to, 'told ' || coalesce(installed, '') FROM claims
UNION ALL
SELECT c.asset_id, 'claim', c.flaw_id, false, p.valid_from, p.valid_to, 'own ' || p.name || ' ' || p.version
FROM (SELECT DISTINCT asset_id, flaw_id, product FROM claims) c
JOIN packages p ON p.asset_id = c.asset_id AND (p.name = c.product OR p.source = c.product)
ORDER BY 1, 2, 3, 5, 7
