-- name: facts-of
-- All that is known now of these advisories and vulnerabilities.
-- notnull: feed, kind, subject, content
SELECT feed AS "feed", kind AS "kind", subject AS "subject", content AS "content"
FROM feed_fact
WHERE closed_seq IS NULL AND subject IN (SELECT unnest($subjects::VARCHAR[]))
ORDER BY subject, kind, feed, content
