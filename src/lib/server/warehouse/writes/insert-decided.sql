-- name: insert-decided
INSERT INTO asset_decided (asset_id, unit, valid_from, opened_seq)
VALUES ($asset_id::VARCHAR, $unit::VARCHAR, $valid_from::TIMESTAMPTZ, $seq::BIGINT)
