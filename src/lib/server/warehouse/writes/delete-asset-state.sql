-- name: delete-asset-state
DELETE FROM asset_state WHERE asset_id = $asset_id::VARCHAR
