-- name: feeds-known
-- notnull: loads
SELECT count(*)::INTEGER AS "loads", max(received_at) AS "fedAt" FROM feed_load
