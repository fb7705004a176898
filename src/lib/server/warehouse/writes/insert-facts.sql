-- name: insert-facts
INSERT INTO feed_fact (feed, kind, subject, claim, digest, content, opened_seq, closed_seq)
SELECT feed, kind, subject, any_value(claim), digest, any_value(content), $seq::BIGINT, NULL
FROM staged_fact
WHERE digest NOT IN (SELECT digest FROM feed_fact WHERE feed = $feed::VARCHAR AND closed_seq IS NULL)
GROUP BY feed, kind, subject, digest
