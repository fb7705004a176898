-- name: set-applied
UPDATE applied SET epoch = $epoch::INTEGER, seq = $seq::BIGINT, root = $root::VARCHAR
