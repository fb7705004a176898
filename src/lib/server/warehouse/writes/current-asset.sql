-- name: current-asset
-- notnull: name, facts
SELECT name AS "name", address AS "address", family AS "family", os_id AS "osId", os_name AS "osName",
  kernel AS "kernel", platform AS "platform", facts AS "facts"
FROM asset_interval
WHERE asset_id = $asset_id::VARCHAR AND valid_to IS NULL AND superseded_seq IS NULL
