-- name: steps-of
-- What people recorded of the steps of one finding's fix, oldest first.
-- notnull: kind, seq, recordedAt, person, content
-- json: content StepContent #core/advisory/step-record.ts
SELECT kind AS "kind", seq AS "seq", recorded_at AS "recordedAt", person AS "person", content AS "content"
FROM visible_step_record($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT)
WHERE finding_id = $id::VARCHAR
ORDER BY seq
