-- name: unfixed-states
-- How many flaws without a fix stand in each state.
-- notnull: state, flaws
SELECT u.state AS "state", count(*)::INTEGER AS "flaws"
FROM visible_unfixed($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT, $asset::VARCHAR) u
WHERE ($cve::VARCHAR IS NULL OR u.vulnerability = $cve::VARCHAR)
  AND ($asset::VARCHAR IS NULL OR u.assets > 0)
  AND ($product::VARCHAR IS NULL OR u.product = $product::VARCHAR)
GROUP BY u.state
ORDER BY u.state
