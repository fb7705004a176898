-- name: fixes-still-open
-- Those of these fixes that an open finding waits for.
-- notnull: fix
SELECT DISTINCT fix AS "fix"
FROM finding_interval
WHERE valid_to IS NULL AND superseded_seq IS NULL AND NOT has_ended(state, verified_by)
  AND fix IN (SELECT unnest($fixes::VARCHAR[]))
ORDER BY fix
