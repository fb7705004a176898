-- name: exception-events
-- What people did to exceptions, in the order of the log.
-- notnull: exceptionId, seq, event
SELECT exception_id AS "exceptionId", seq AS "seq", event AS "event"
FROM exception_event
ORDER BY seq
