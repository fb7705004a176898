-- name: current-packages
-- One text of all installed packages of an asset: a row each, fields apart by unit separators.
SELECT string_agg(concat_ws(chr(31), name || ':' || arch, version, source, source_version, held, coalesce(candidate, ''),
  coalesce(security_version, ''), coalesce(phased::VARCHAR, ''), origins, coalesce(module, ''),
  coalesce(epoch_ms(installed_at)::VARCHAR, '')), chr(30)) AS "packages"
FROM package_interval
WHERE asset_id = $asset_id::VARCHAR AND valid_to IS NULL AND superseded_seq IS NULL
