-- name: release-life
-- What feeds say of how long releases of a system get fixes, in the order of `subjects`: product and release, as feeds name them.
-- notnull: content
SELECT f.content AS "content"
FROM visible_feed_fact($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) f
WHERE f.kind = 'release-life' AND list_contains($subjects::VARCHAR[], f.subject)
QUALIFY row_number() OVER (PARTITION BY f.subject ORDER BY f.feed, f.content) = 1
ORDER BY list_position($subjects::VARCHAR[], f.subject)
