-- name: systems
-- The systems that feeds may speak of, with how many assets in use have each, and when a feed last stated fixed versions.
-- notnull: system, assets, alone
SELECT s.system AS "system", count(*)::INTEGER AS "assets", (count(*) FILTER (WHERE s.alone))::INTEGER AS "alone",
  any_value(f.received_at) AS "fedAt"
FROM visible_system($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) s
LEFT JOIN visible_fed_system($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) f ON f.system = s.system
GROUP BY s.system
ORDER BY s.system
