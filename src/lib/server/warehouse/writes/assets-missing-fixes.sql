-- name: assets-missing-fixes
-- Assets in use that have something installed of which feeds newly say what fixes it, and no finding of it.
-- notnull: assetId
SELECT DISTINCT p.asset_id AS "assetId"
FROM package_interval p
JOIN asset_interval a ON a.asset_id = p.asset_id AND a.valid_to IS NULL AND a.superseded_seq IS NULL AND a.platform IS NOT NULL
WHERE p.valid_to IS NULL AND p.superseded_seq IS NULL
  AND advice_key_of(a.platform, p.name, p.arch, p.version, p.source, p.source_version, p.module)
    IN (SELECT unnest($advice_keys::VARCHAR[]))
  AND NOT EXISTS (
    SELECT 1 FROM finding_interval f
    WHERE f.asset_id = p.asset_id AND f.valid_to IS NULL AND f.superseded_seq IS NULL
      AND f.state NOT IN ('fixed', 'removed') AND (f.product = p.source OR f.product = p.name || '.' || p.arch))
ORDER BY p.asset_id
