-- name: findings-to-reconcile
-- Findings whose deadlines may change: open ones of these assets or fixes (both null = all), or the named ones; with
-- the spans in which they were closed and the deadlines they have.
-- notnull: assetId, findingId, fix, product, firstDetected, openedAt, closed, obligations
WITH begun AS (
  SELECT finding_id, arg_min(advice_key, (valid_from, opened_seq)) AS advice_key
  FROM finding_interval
  WHERE superseded_seq IS NULL AND advice_key IS NOT NULL
  GROUP BY finding_id
),
wanted AS (
  SELECT asset_id, finding_id, fix, product, first_detected
  FROM finding_interval
  WHERE valid_to IS NULL AND superseded_seq IS NULL
    AND ($asset_ids::VARCHAR[] IS NULL OR list_contains($asset_ids::VARCHAR[], asset_id))
    AND ($fixes::VARCHAR[] IS NULL OR list_contains($fixes::VARCHAR[], fix))
    AND ($advice_keys::VARCHAR[] IS NULL OR finding_id IN (
      SELECT finding_id FROM begun WHERE advice_key IN (SELECT unnest($advice_keys::VARCHAR[]))))
    AND ($finding_ids::VARCHAR[] IS NULL OR list_contains($finding_ids::VARCHAR[], finding_id))
    AND (NOT has_ended(state, verified_by) OR $finding_ids::VARCHAR[] IS NOT NULL)
),
spans AS (
  SELECT finding_id, min(valid_from) AS opened_at,
    string_agg(epoch_ms(valid_from) || ' ' || coalesce(epoch_ms(valid_to)::VARCHAR, '') || ' ' || state, ',' ORDER BY valid_from)
      FILTER (WHERE has_ended(state, verified_by)) AS closed
  FROM finding_interval
  WHERE superseded_seq IS NULL AND finding_id IN (SELECT finding_id FROM wanted)
  GROUP BY finding_id
),
deadlines AS (
  SELECT finding_id, string_agg(concat_ws(' ', rule, policy_version, epoch_ms(valid_from), epoch_ms(due), withdrawn),
    chr(10)) AS obligations
  FROM obligation
  WHERE superseded_seq IS NULL AND finding_id IN (SELECT finding_id FROM wanted)
  GROUP BY finding_id
)
SELECT w.asset_id AS "assetId", w.finding_id AS "findingId", w.fix AS "fix", w.product AS "product",
  w.first_detected AS "firstDetected", s.opened_at AS "openedAt", coalesce(s.closed, '') AS "closed", b.advice_key AS "adviceKey",
  coalesce(d.obligations, '') AS "obligations"
FROM wanted w
JOIN spans s ON s.finding_id = w.finding_id
LEFT JOIN deadlines d ON d.finding_id = w.finding_id
LEFT JOIN begun b ON b.finding_id = w.finding_id
ORDER BY w.asset_id, w.finding_id
