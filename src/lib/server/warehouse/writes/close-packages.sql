-- name: close-packages
UPDATE package_interval SET valid_to = $valid_to::TIMESTAMPTZ, closed_seq = $seq::BIGINT
WHERE asset_id = $asset_id::VARCHAR AND valid_to IS NULL AND superseded_seq IS NULL
  AND list_contains($keys::VARCHAR[], name || ':' || arch)
