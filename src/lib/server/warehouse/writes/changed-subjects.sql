-- name: changed-subjects
-- Advisories and vulnerabilities of which an event changed what is known, and the products they are said of.
-- notnull: place
SELECT DISTINCT s.place AS "place"
FROM feed_statement s
JOIN (SELECT DISTINCT subject FROM feed_fact WHERE opened_seq = $seq::BIGINT OR closed_seq = $seq::BIGINT) f
  ON f.subject = json_extract_string(s.statement, '$.vulnerability') OR f.subject = json_extract_string(s.statement, '$.advisory')
WHERE s.closed_seq IS NULL
