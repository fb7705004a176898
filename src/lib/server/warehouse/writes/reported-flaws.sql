-- name: reported-flaws
-- All spans of the flaws that tools reported of these assets, as texts of rows: fields apart by chr(31), rows by chr(30).
-- notnull: assetId, flaws
SELECT asset_id AS "assetId", string_agg(concat_ws(chr(31), tool, flaw_id, epoch_ms(valid_from),
  coalesce(epoch_ms(valid_to)::VARCHAR, ''), state, by_login, port <> '', facts, epoch_ms(first_detected), reopen_no, scan_id,
  product, arch, coalesce(installed, ''), coalesce(fixed, ''), coalesce(scheme, ''), finding_fixes,
  check_id), chr(30)
  ORDER BY valid_from, flaw_id) AS "flaws"
FROM reported_flaw
WHERE superseded_seq IS NULL AND asset_id IN (SELECT unnest($asset_ids::VARCHAR[]))
GROUP BY asset_id
