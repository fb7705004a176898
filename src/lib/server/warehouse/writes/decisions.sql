-- name: decisions
-- All decisions that deadlines may rest on, in the order of their events.
-- notnull: assetId, attribute, value, validFrom, recordedAt
SELECT asset_id AS "assetId", attribute AS "attribute", value AS "value", valid_from AS "validFrom",
  recorded_at AS "recordedAt"
FROM asset_decision
WHERE attribute IN ('unit', 'exposure', 'environment', 'scope')
ORDER BY opened_seq, asset_id, attribute
