-- name: exception-coverages
-- Which findings one exception covers from when to when, by what tells two rows apart.
-- notnull: key
SELECT concat_ws(' ', finding_id, epoch_ms(approved_at), epoch_ms(covers_from), coalesce(epoch_ms(covers_until)::VARCHAR, '')) AS "key"
FROM exception_coverage
WHERE superseded_seq IS NULL AND exception_id = $exception_id::VARCHAR
  AND ($finding_ids::VARCHAR[] IS NULL OR list_contains($finding_ids::VARCHAR[], finding_id))
ORDER BY 1
