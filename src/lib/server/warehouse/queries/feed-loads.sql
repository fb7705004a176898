-- name: feed-loads
-- The last file of each feed by where it came from, and how many came from there; single records where nothing else came.
-- notnull: feed, seq, artifact, fileName, receivedAt, records, skipped, whole, files
-- json: skipped LeftOutRecords[] #scanners/feeds/feed.ts
SELECT feed AS "feed", seq AS "seq", artifact AS "artifact", file_name AS "fileName", published_at AS "publishedAt",
  version AS "version", received_at AS "receivedAt",
  address AS "address", etag AS "etag", last_modified AS "lastModified", records AS "records", skipped AS "skipped", whole AS "whole",
  count(*) OVER (PARTITION BY feed, address)::INTEGER AS "files"
FROM visible_feed_load($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT)
QUALIFY row_number() OVER (PARTITION BY feed, address ORDER BY whole DESC, seq DESC) = 1
ORDER BY feed, address
