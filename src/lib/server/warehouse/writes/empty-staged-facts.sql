-- name: empty-staged-facts
DELETE FROM staged_fact
