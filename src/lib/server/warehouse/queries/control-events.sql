-- name: control-events
-- What people did to one control, in the order of the log.
-- notnull: seq, at, event
-- json: event ControlEvent #core/control/control-event.ts
SELECT e.seq AS "seq", e.recorded_at AS "at", e.event AS "event"
FROM visible_control_event($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) e
WHERE e.control_id = $id::VARCHAR
ORDER BY e.seq
