-- name: insert-asset
INSERT INTO asset (asset_id, first_name, opened_seq) VALUES ($asset_id::VARCHAR, $first_name::VARCHAR, $seq::BIGINT)
