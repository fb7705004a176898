-- name: patch-records
-- What people found out about a patch and how they rated it, in the order of the log.
-- notnull: seq, event
SELECT r.seq AS "seq", r.event AS "event"
FROM visible_patch_record($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) r
WHERE r.fix = $fix::VARCHAR AND r.product = $product::VARCHAR
ORDER BY r.seq
