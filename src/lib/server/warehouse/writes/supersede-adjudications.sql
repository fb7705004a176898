-- name: supersede-adjudications
UPDATE adjudication SET superseded_seq = $seq::BIGINT
WHERE superseded_seq IS NULL AND list_contains($keys::VARCHAR[], concat_ws(' ', adjudication_id, step, status, epoch_ms(valid_from)))
