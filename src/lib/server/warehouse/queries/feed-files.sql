-- name: feed-files
-- Files of feeds by the events that recorded them.
-- notnull: feed, seq, artifact, fileName, receivedAt
SELECT feed AS "feed", seq AS "seq", artifact AS "artifact", file_name AS "fileName", published_at AS "publishedAt",
  received_at AS "receivedAt"
FROM visible_feed_load($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT)
WHERE list_contains($seqs::VARCHAR[], seq::VARCHAR)
ORDER BY seq
