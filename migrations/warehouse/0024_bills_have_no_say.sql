-- A bill of materials lists and does not judge: it is no opinion against what a tool reports of the same image.
CREATE OR REPLACE MACRO visible_second_opinion(viewer_units, as_of, known_at) AS TABLE
  WITH claims AS (
    SELECT * FROM visible_reported(viewer_units, as_of, known_at)
    WHERE finding_fixes <> '' AND product <> '' AND state <> 'claimed'
  ),
  reports AS (
    SELECT DISTINCT left(lower(hex(artifact)), 32) AS scan_id FROM visible_report_load(viewer_units, as_of, known_at)
  ),
  own AS (
    SELECT f.asset_id, f.product, min(f.fix) AS fix
    FROM visible_finding(viewer_units, as_of, known_at) f
    WHERE NOT has_ended(f.state, f.verified_by) AND f.detected_by NOT IN (SELECT scan_id FROM reports)
    GROUP BY f.asset_id, f.product
  ),
  known AS (
    SELECT c.asset_id, c.flaw_id,
      string_agg(DISTINCT p.name || ' ' || p.version, ', ' ORDER BY p.name || ' ' || p.version) AS own_packages,
      min(CASE WHEN p.name = c.product THEN p.version ELSE p.source_version END) AS own_version,
      min(CASE WHEN p.security_version IS NOT NULL THEN p.security_version END) AS own_security_version,
      min(o.fix) AS own_fix
    FROM claims c
    JOIN visible_package(viewer_units, as_of, known_at) p
      ON p.asset_id = c.asset_id AND (p.name = c.product OR p.source = c.product)
    LEFT JOIN own o ON o.asset_id = c.asset_id AND (o.product = p.source OR o.product = c.product)
    GROUP BY c.asset_id, c.flaw_id
  )
  SELECT c.*, k.own_packages, k.own_version, k.own_security_version, k.own_fix, s.own_scanned_at, s.own_scan_id,
    CASE WHEN k.own_fix IS NULL THEN 'conflict' ELSE 'agrees' END AS opinion
  FROM claims c
  JOIN known k ON k.asset_id = c.asset_id AND k.flaw_id = c.flaw_id
  JOIN (
    SELECT asset_id, max(started_at) AS own_scanned_at, arg_max(scan_id, (started_at, scan_id)) AS own_scan_id
    FROM visible_scan(viewer_units, as_of, known_at)
    WHERE sufficient AND profile NOT IN ('report', 'sbom')
    GROUP BY asset_id
  ) s ON s.asset_id = c.asset_id;
