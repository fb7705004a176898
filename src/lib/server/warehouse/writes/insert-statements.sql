-- name: insert-statements
-- What a file of a feed says and was not said before.
INSERT INTO feed_statement (feed, place, claim, digest, statement, opened_seq, closed_seq)
SELECT feed, place, any_value(claim), digest, any_value(statement), $seq::BIGINT, NULL
FROM staged_statement
WHERE digest NOT IN (SELECT digest FROM feed_statement WHERE feed = $feed::VARCHAR AND closed_seq IS NULL)
GROUP BY feed, place, digest
