-- name: unfixed-assets
-- Assets that have a flaw without a fix in one product and state.
-- notnull: id, asset, unit
WITH keys AS (
  SELECT w.advice_key
  FROM visible_advice($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) w
  WHERE split_part(w.advice_key, chr(9), 2) = $product::VARCHAR
    AND list_contains(list_transform(from_json(w.unfixed, '[{"vulnerability":"VARCHAR","state":"VARCHAR"}]'),
      lambda f : f.vulnerability || chr(9) || f.state), $cve::VARCHAR || chr(9) || $state::VARCHAR)
),
holding AS (
  SELECT h.asset_id
  FROM visible_holding($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) h
  SEMI JOIN (
    SELECT k.holding_no FROM visible_holding_key($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) k
    JOIN keys w ON w.advice_key = k.advice_key
  ) k ON k.holding_no = h.holding_no
  UNION
  SELECT o.asset_id
  FROM visible_open($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) o
  WHERE $state::VARCHAR = 'no_fix' AND o.fix = 'no-fix:' || $cve::VARCHAR AND o.product = $product::VARCHAR
)
SELECT a.asset_id AS "id", a.name AS "asset", a.unit AS "unit", a.owner AS "owner", a.exposure AS "exposure", a.scope AS "scope"
FROM visible_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) a
WHERE a.asset_id IN (SELECT asset_id FROM holding)
ORDER BY a.name, a.asset_id
LIMIT $limit::BIGINT
