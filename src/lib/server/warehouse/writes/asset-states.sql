-- name: asset-states
-- notnull: assetId, state
SELECT asset_id AS "assetId", state AS "state" FROM asset_state
WHERE asset_id IN (SELECT unnest($asset_ids::VARCHAR[]))
