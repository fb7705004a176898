-- name: exception-spans
-- The rows of one exception's approval that still hold.
-- notnull: key
SELECT concat_ws(' ', epoch_ms(approved_at), epoch_ms(ends_at), end_why) AS "key"
FROM exception_span
WHERE superseded_seq IS NULL AND exception_id = $exception_id::VARCHAR
