-- name: supersede-exception-coverages
UPDATE exception_coverage SET superseded_seq = $seq::BIGINT
WHERE superseded_seq IS NULL AND exception_id = $exception_id::VARCHAR
  AND list_contains($keys::VARCHAR[],
    concat_ws(' ', finding_id, epoch_ms(approved_at), epoch_ms(covers_from), coalesce(epoch_ms(covers_until)::VARCHAR, '')))
