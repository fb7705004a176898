-- name: changed-repositories
-- Package repositories of which an event changed whose products they hold.
-- notnull: repository
SELECT DISTINCT subject AS "repository" FROM feed_fact
WHERE kind = 'repository' AND (opened_seq = $seq::BIGINT OR closed_seq = $seq::BIGINT)
