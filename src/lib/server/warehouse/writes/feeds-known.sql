-- name: feeds-known
-- notnull: loads
SELECT count(*)::INTEGER AS "loads" FROM feed_load
