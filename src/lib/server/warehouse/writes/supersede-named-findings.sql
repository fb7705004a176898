-- name: supersede-named-findings
UPDATE finding_interval SET superseded_seq = $seq::BIGINT
WHERE superseded_seq IS NULL AND asset_id IN (SELECT unnest($asset_ids::VARCHAR[]))
  AND finding_id IN (SELECT unnest($finding_ids::VARCHAR[]))
