-- name: supersede-exception-targets
UPDATE exception_target SET superseded_seq = $seq::BIGINT
WHERE superseded_seq IS NULL AND exception_id = $exception_id::VARCHAR
