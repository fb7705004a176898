-- name: release-life
-- What feeds say of how long a release of a system gets fixes; `subject` = product and release, as feeds name them.
-- notnull: content
SELECT f.content AS "content"
FROM visible_feed_fact($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) f
WHERE f.kind = 'release-life' AND f.subject = $subject::VARCHAR
ORDER BY f.feed, f.content
