-- name: confirm-feed-load
-- The publisher said that nothing changed since: the last file is what he publishes now.
INSERT INTO feed_load
SELECT feed, $seq::BIGINT, artifact, file_name, published_at, version, $at::TIMESTAMPTZ, address, etag, last_modified, records, skipped, systems, whole
FROM feed_load WHERE feed = $feed::VARCHAR AND address = $address::VARCHAR
QUALIFY row_number() OVER (ORDER BY seq DESC) = 1
