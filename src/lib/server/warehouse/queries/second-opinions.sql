-- name: second-opinions
-- Claims of other tools about products that our own complete scans know, conflicts first; total counts all that match.
-- decision = who is right, as two persons decided; open = nobody has yet.
-- notnull: assetId, asset, unit, tool, flawId, check, title, product, port, cves, fixes, evidence, claimedAt, firstClaimed, timeAssumed, scanId, ownPackages, ownVersion, ownScannedAt, ownScanId, opinion, total, keyedFixes
-- json: cves string[]
-- json: fixes string[]
WITH decided AS (
  SELECT j.* FROM visible_adjudication($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) j WHERE j.subject = 'claim'
),
stands AS (
  SELECT asset_id, subject_id AS flaw_id, verdict, adjudication_id FROM decided WHERE status = 'in-force'
),
waits AS (
  SELECT asset_id, subject_id AS flaw_id, verdict FROM decided WHERE status = 'waiting'
)
SELECT o.asset_id AS "assetId", a.name AS "asset", a.unit AS "unit", o.tool AS "tool", o.flaw_id AS "flawId",
  o.check_id AS "check", o.title AS "title", o.product AS "product", o.port AS "port", o.severity AS "severity",
  o.cves AS "cves", o.fixes AS "fixes", o.finding_fixes AS "keyedFixes", o.installed AS "claimedInstalled", o.fixed AS "claimedFixed",
  o.scheme AS "scheme", o.evidence AS "evidence", o.valid_from AS "claimedAt", o.first_detected AS "firstClaimed",
  o.time_assumed AS "timeAssumed", o.scan_id AS "scanId", o.own_packages AS "ownPackages", o.own_version AS "ownVersion",
  o.own_security_version AS "ownSecurityVersion", o.own_fix AS "ownFix", o.own_scanned_at AS "ownScannedAt",
  o.own_scan_id AS "ownScanId", o.opinion AS "opinion", s.verdict AS "decision", s.adjudication_id AS "decisionId",
  w.verdict AS "proposed", count(*) OVER ()::INTEGER AS "total"
FROM visible_second_opinion($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) o
JOIN visible_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) a ON a.asset_id = o.asset_id
LEFT JOIN stands s ON s.asset_id = o.asset_id AND s.flaw_id = o.flaw_id
LEFT JOIN waits w ON w.asset_id = o.asset_id AND w.flaw_id = o.flaw_id
WHERE NOT a.retired
  AND ($flaw::VARCHAR IS NULL OR o.flaw_id = $flaw::VARCHAR)
  AND ($installed::VARCHAR IS NULL OR coalesce(o.installed, '') = $installed::VARCHAR)
  AND ($decision::VARCHAR IS NULL OR s.verdict = $decision::VARCHAR OR ($decision::VARCHAR = 'any' AND s.verdict IS NOT NULL)
    OR ($decision::VARCHAR = 'waiting' AND w.verdict IS NOT NULL)
    OR ($decision::VARCHAR = 'open' AND s.verdict IS NULL))
  AND ($q::VARCHAR IS NULL OR contains(lower(concat_ws(' ', a.name, o.product, o.tool, o.check_id, o.title, o.cves)), lower($q::VARCHAR)))
  AND ($opinion::VARCHAR IS NULL OR o.opinion = $opinion::VARCHAR)
  AND ($tool::VARCHAR IS NULL OR o.tool = $tool::VARCHAR)
  AND ($asset::VARCHAR IS NULL OR a.name = $asset::VARCHAR OR o.asset_id = $asset::VARCHAR)
  AND ($product::VARCHAR IS NULL OR o.product = $product::VARCHAR)
ORDER BY o.opinion DESC, o.first_detected, a.name, o.product, o.tool, o.check_id, o.port, o.flaw_id
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
