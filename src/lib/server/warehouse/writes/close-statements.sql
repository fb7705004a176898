-- name: close-statements
-- What a file of a feed no longer says of what it says anew; everything = the file says the whole feed anew.
UPDATE feed_statement t SET closed_seq = $seq::BIGINT
WHERE t.feed = $feed::VARCHAR AND t.closed_seq IS NULL
  AND t.digest NOT IN (SELECT digest FROM staged_statement)
  AND ($everything::BOOLEAN OR t.claim IN (SELECT claim FROM staged_statement))
