-- name: supersede-finding
UPDATE finding_interval SET superseded_seq = $seq::BIGINT WHERE asset_id = $asset_id::VARCHAR AND superseded_seq IS NULL
