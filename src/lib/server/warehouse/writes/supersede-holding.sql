-- name: supersede-holding
UPDATE holding_interval SET superseded_seq = $seq::BIGINT WHERE asset_id = $asset_id::VARCHAR AND superseded_seq IS NULL
