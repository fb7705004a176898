-- name: close-facts
UPDATE feed_fact t SET closed_seq = $seq::BIGINT
WHERE t.feed = $feed::VARCHAR AND t.closed_seq IS NULL
  AND t.digest NOT IN (SELECT digest FROM staged_fact)
  AND ($everything::BOOLEAN OR t.claim IN (SELECT claim FROM staged_fact))
