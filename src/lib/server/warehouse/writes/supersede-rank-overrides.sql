-- name: supersede-rank-overrides
UPDATE rank_override SET superseded_seq = $seq::BIGINT
WHERE superseded_seq IS NULL AND list_contains($keys::VARCHAR[], concat_ws(' ', override_id, step, status, epoch_ms(valid_from)))
