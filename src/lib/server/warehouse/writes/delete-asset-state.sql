-- name: delete-asset-state
DELETE FROM asset_state WHERE list_contains($asset_ids::VARCHAR[], asset_id)
