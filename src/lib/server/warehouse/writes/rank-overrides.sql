-- name: rank-overrides
-- The rows of these findings' proposals, by what tells two of them apart.
-- notnull: findingId, key
SELECT finding_id AS "findingId", concat_ws(' ', override_id, step, status, epoch_ms(valid_from)) AS "key"
FROM rank_override
WHERE superseded_seq IS NULL AND list_contains($finding_ids::VARCHAR[], finding_id)
ORDER BY finding_id, override_id, step
