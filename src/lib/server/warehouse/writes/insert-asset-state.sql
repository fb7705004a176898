-- name: insert-asset-state
INSERT INTO asset_state (asset_id, state) VALUES ($asset_id::VARCHAR, $state::VARCHAR)
