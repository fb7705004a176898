-- name: exception-events
-- What people did to one exception, in the order of the log.
-- notnull: seq, at, event
-- json: event ExceptionEvent #core/exception/exception-event.ts
SELECT e.seq AS "seq", e.recorded_at AS "at", e.event AS "event"
FROM visible_exception_event($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) e
WHERE e.exception_id = $id::VARCHAR
ORDER BY e.seq
