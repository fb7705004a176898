-- name: groups
-- Asset groups in the order they are tried, with the assets in use that fall into each; the last row, without an id, are
-- the assets that no rule takes.
-- notnull: name, position, rule, assets, open, overdue, notScanned
WITH assets AS (
  SELECT coalesce(group_id, '') AS group_id, count(*) AS assets, sum(open) AS open, sum(overdue) AS overdue,
    count(*) FILTER (WHERE verdict = 'not-scanned') AS not_scanned
  FROM visible_judged_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT, $covered_since::TIMESTAMPTZ)
  WHERE NOT retired GROUP BY 1
),
listed AS (
  SELECT group_id, name, position, rule FROM visible_group($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT)
  UNION ALL SELECT '', 'Uncategorised', 2147483647, '{}'
)
SELECT nullif(g.group_id, '') AS "group", g.name AS "name", g.position AS "position", g.rule AS "rule",
  coalesce(a.assets, 0)::INTEGER AS "assets", coalesce(a.open, 0)::INTEGER AS "open",
  coalesce(a.overdue, 0)::INTEGER AS "overdue", coalesce(a.not_scanned, 0)::INTEGER AS "notScanned"
FROM listed g LEFT JOIN assets a ON a.group_id = g.group_id
ORDER BY g.position, g.group_id
