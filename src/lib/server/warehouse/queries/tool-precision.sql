-- name: tool-precision
-- How often our own complete scans agree with each tool, of the claims about products that they know.
-- notnull: tool, agrees, conflicts
SELECT o.tool AS "tool", count(*) FILTER (WHERE o.opinion = 'agrees')::INTEGER AS "agrees",
  count(*) FILTER (WHERE o.opinion = 'conflict')::INTEGER AS "conflicts"
FROM visible_second_opinion($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) o
JOIN visible_decided($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) d ON d.asset_id = o.asset_id
WHERE NOT d.retired
GROUP BY o.tool
ORDER BY o.tool
