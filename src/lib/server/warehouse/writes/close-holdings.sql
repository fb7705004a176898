-- name: close-holdings
UPDATE holding_interval t SET valid_to = c.valid_to, closed_seq = c.seq
FROM closing c
WHERE t.asset_id = c.asset_id AND t.valid_to IS NULL AND t.superseded_seq IS NULL AND t.holding_no::VARCHAR = c.key
