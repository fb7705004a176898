-- name: current-assets
-- notnull: assetId, name, family, osId, osName, kernel, facts
SELECT asset_id AS "assetId", name AS "name", address AS "address", family AS "family", os_id AS "osId",
  os_name AS "osName", kernel AS "kernel", platform AS "platform", facts AS "facts"
FROM asset_interval
WHERE asset_id IN (SELECT unnest($asset_ids::VARCHAR[])) AND valid_to IS NULL AND superseded_seq IS NULL
