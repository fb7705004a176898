-- name: product-advice-keys
-- The keys by which feeds are asked about a product as it is installed on an asset.
-- notnull: key, package, version
SELECT DISTINCT advice_key_of(i.platform, p.name, p.arch, p.version, p.source, p.source_version, p.module) AS "key",
  p.name AS "package", p.version AS "version"
FROM visible_package($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) p
JOIN visible_platform($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) i ON i.asset_id = p.asset_id
WHERE p.asset_id = $asset_id::VARCHAR AND (p.name = $product::VARCHAR OR p.source = $product::VARCHAR) AND i.platform IS NOT NULL
ORDER BY 1
LIMIT 20
