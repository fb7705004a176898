-- name: statements-of
-- All that feeds say now of these products.
-- notnull: feed, place, statement, seq
SELECT feed AS "feed", place AS "place", statement AS "statement", opened_seq AS "seq"
FROM feed_statement
WHERE closed_seq IS NULL AND place IN (SELECT unnest($places::VARCHAR[]))
ORDER BY place, feed, statement
