-- name: asset-state
-- notnull: state
SELECT state AS "state" FROM asset_state WHERE asset_id = $asset_id::VARCHAR
