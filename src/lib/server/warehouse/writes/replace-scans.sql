-- name: replace-scans
-- A file that came again is taken otherwise: its scans as they were told before stand no longer.
UPDATE scan SET replaced_seq = $seq::BIGINT WHERE seq = $replaces::BIGINT AND profile = 'report' AND replaced_seq IS NULL
