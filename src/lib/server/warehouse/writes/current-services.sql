-- name: current-services
SELECT string_agg(concat_ws(chr(31), key, state, coalesce(service, ''), coalesce(product, ''), coalesce(version, ''),
  coalesce(extra, '')), chr(30)) AS "services"
FROM service_interval
WHERE asset_id = $asset_id::VARCHAR AND valid_to IS NULL AND superseded_seq IS NULL
