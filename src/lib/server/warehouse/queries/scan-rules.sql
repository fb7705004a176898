-- name: scan-rules
-- How the rules on scan frequency are kept: assets in use that each holds for, and those of them
-- whose last scan of its method came before its `since`, never ones included.
-- notnull: rule, assets, late, never
WITH rules AS (
  SELECT unnest(from_json($rules::VARCHAR, '[{"id":"VARCHAR","method":"VARCHAR","since":"VARCHAR","classes":["VARCHAR"],"groups":["VARCHAR"],"exposure":["VARCHAR"]}]')) AS r
),
network AS (
  SELECT s.asset_id, max(s.started_at) AS last_network
  FROM visible_scan($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) s
  WHERE s.method = 'network' AND s.outcome = 'complete' GROUP BY s.asset_id
),
held AS (
  SELECT r.id AS rule, a.asset_id, r.since::TIMESTAMPTZ AS since,
    CASE WHEN r.method = 'network' THEN n.last_network ELSE a.last_complete END AS last_scan
  FROM rules
  LEFT JOIN visible_covered($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT, $as_of::TIMESTAMPTZ) a
    ON NOT a.retired
      AND (r.classes IS NULL OR list_contains(r.classes, a.class))
      AND (r.groups IS NULL OR list_contains(r.groups, a.group_id))
      AND (r.exposure IS NULL OR list_contains(r.exposure, a.exposure))
  LEFT JOIN network n ON n.asset_id = a.asset_id
)
SELECT rule AS "rule", count(asset_id)::INTEGER AS "assets",
  count(asset_id) FILTER (WHERE coalesce(last_scan < since, true))::INTEGER AS "late",
  count(asset_id) FILTER (WHERE last_scan IS NULL)::INTEGER AS "never",
  min(last_scan) AS "oldest"
FROM held
GROUP BY rule
ORDER BY rule
