-- name: control-events
-- What people did to controls, in the order of the log.
-- notnull: controlId, event
SELECT control_id AS "controlId", event AS "event"
FROM control_event
ORDER BY seq
