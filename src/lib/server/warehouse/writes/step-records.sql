-- name: step-records
-- What people recorded of steps besides installing, in the order of the log.
-- notnull: assetId, findingId, product, kind, recordedAt
SELECT asset_id AS "assetId", finding_id AS "findingId", product AS "product", kind AS "kind", recorded_at AS "recordedAt"
FROM step_record ORDER BY seq
