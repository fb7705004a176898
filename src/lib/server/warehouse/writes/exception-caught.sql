-- name: exception-caught
-- Findings that scopes have caught, once each.
-- notnull: exceptionId, findingId, assetId
SELECT DISTINCT exception_id AS "exceptionId", finding_id AS "findingId", asset_id AS "assetId"
FROM exception_coverage
WHERE caught
ORDER BY exception_id, finding_id
