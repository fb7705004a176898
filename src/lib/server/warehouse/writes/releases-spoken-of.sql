-- name: releases-spoken-of
-- Of these beginnings of places (ecosystem/release/) those that any feed says something of now.
-- notnull: release
SELECT r.release AS "release"
FROM (SELECT unnest($releases::VARCHAR[]) AS release) r
SEMI JOIN (
  SELECT DISTINCT concat(split_part(place, '/', 1), '/', split_part(place, '/', 2), '/') AS release
  FROM feed_statement WHERE closed_seq IS NULL
) s ON s.release = r.release
