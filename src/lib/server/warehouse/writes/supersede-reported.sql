-- name: supersede-reported
UPDATE reported_flaw SET superseded_seq = $seq::BIGINT
WHERE tool = $tool::VARCHAR AND superseded_seq IS NULL AND asset_id IN (SELECT unnest($asset_ids::VARCHAR[]))
