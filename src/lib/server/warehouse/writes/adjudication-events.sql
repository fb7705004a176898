-- name: adjudication-events
-- What people adjudicated, in the order of the log.
-- notnull: assetId, subject, subjectId, event
SELECT asset_id AS "assetId", subject AS "subject", subject_id AS "subjectId", event AS "event"
FROM adjudication_event
ORDER BY seq
