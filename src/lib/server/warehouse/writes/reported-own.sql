-- name: reported-own
-- Versions of products that our own complete scans saw on these assets, by the product's name or its source.
-- notnull: assetId, product, version, validFrom
WITH asked AS (SELECT unnest($products::VARCHAR[]) AS product),
rows AS (
  SELECT asset_id, name, source, version, source_version, valid_from, valid_to FROM package_interval
  WHERE superseded_seq IS NULL AND asset_id IN (SELECT unnest($asset_ids::VARCHAR[]))
)
SELECT asset_id AS "assetId", product AS "product", version AS "version", valid_from AS "validFrom", valid_to AS "validTo"
FROM (
  SELECT asset_id, a.product, r.version, r.valid_from, r.valid_to FROM rows r JOIN asked a ON a.product = r.name
  UNION ALL
  SELECT asset_id, a.product, r.source_version, r.valid_from, r.valid_to FROM rows r
  JOIN asked a ON a.product = r.source AND a.product <> r.name
)
ORDER BY asset_id, product, valid_from, version
