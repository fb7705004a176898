-- name: supersede-exception-span
UPDATE exception_span SET superseded_seq = $seq::BIGINT
WHERE superseded_seq IS NULL AND exception_id = $exception_id::VARCHAR
