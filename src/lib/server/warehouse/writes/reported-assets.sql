-- name: reported-assets
-- Every asset of which another tool reported something.
-- notnull: assetId
SELECT DISTINCT asset_id AS "assetId" FROM reported_flaw ORDER BY asset_id
