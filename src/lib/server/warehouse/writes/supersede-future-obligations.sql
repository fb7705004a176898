-- name: supersede-future-obligations
-- A closed finding has no deadline that would only begin later.
UPDATE obligation SET superseded_seq = $seq::BIGINT
WHERE superseded_seq IS NULL AND valid_from > $at::TIMESTAMPTZ AND list_contains($finding_ids::VARCHAR[], finding_id)
