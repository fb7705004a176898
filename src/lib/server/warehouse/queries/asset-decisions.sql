-- name: asset-decisions
-- What was decided of one asset, newest effect first, also what takes effect later than as_of.
-- notnull: attribute, value, validFrom, recordedAt, seq, inForce
SELECT d.attribute AS "attribute", d.value AS "value", d.valid_from AS "validFrom", d.recorded_at AS "recordedAt",
  d.opened_seq AS "seq",
  d.valid_from <= $as_of::TIMESTAMPTZ AND row_number() OVER (PARTITION BY d.attribute, d.valid_from <= $as_of::TIMESTAMPTZ
    ORDER BY d.valid_from DESC, d.opened_seq DESC) = 1 AS "inForce"
FROM visible_decision_history($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) d
WHERE d.asset_id = $asset_id::VARCHAR
ORDER BY d.valid_from DESC, d.opened_seq DESC, d.attribute
