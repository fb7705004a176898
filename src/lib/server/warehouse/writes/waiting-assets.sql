-- name: waiting-assets
-- Every asset that waits for the first event that brings something about it.
-- notnull: assetId, firstName, unit
SELECT asset_id AS "assetId", first_name AS "firstName", unit FROM waiting_asset ORDER BY asset_id
