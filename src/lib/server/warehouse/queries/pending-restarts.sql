-- name: pending-restarts
-- Assets in use where an installed fix waits for a restart, and those where one has waited since before $since.
-- notnull: assets, late
SELECT count(*)::INTEGER AS "assets", count(*) FILTER (WHERE waits_since < $since::TIMESTAMPTZ)::INTEGER AS "late"
FROM (
  SELECT f.asset_id, min(coalesce(f.installed_at, f.valid_from)) AS waits_since
  FROM visible_finding($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) f
  JOIN visible_decided($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) d ON d.asset_id = f.asset_id
  WHERE f.state = 'reboot_pending' AND NOT d.retired
  GROUP BY f.asset_id
)
