-- name: rank-events
-- What people did about ranks, in the order of the log.
-- notnull: assetId, findingId, event
SELECT asset_id AS "assetId", finding_id AS "findingId", event AS "event"
FROM rank_event
ORDER BY seq
