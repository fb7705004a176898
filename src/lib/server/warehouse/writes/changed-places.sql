-- name: changed-places
-- Products of which an event changed what is said.
-- notnull: place
SELECT DISTINCT place AS "place" FROM feed_statement
WHERE opened_seq = $seq::BIGINT OR closed_seq = $seq::BIGINT
