-- name: delete-waiting-assets
DELETE FROM waiting_asset WHERE list_contains($asset_ids::VARCHAR[], asset_id)
