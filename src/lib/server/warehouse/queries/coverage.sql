-- name: coverage
-- How well scans cover each class of assets in use; each asset stands in exactly one of fresh, stale, uncredentialed,
-- failed and never.
-- notnull: class, assets, reached, credentialed, complete, fresh, stale, uncredentialed, failed, never
SELECT class AS "class", count(*)::INTEGER AS "assets",
  count(*) FILTER (WHERE reached)::INTEGER AS "reached",
  count(*) FILTER (WHERE credentialed)::INTEGER AS "credentialed",
  count(*) FILTER (WHERE last_complete IS NOT NULL)::INTEGER AS "complete",
  count(*) FILTER (WHERE coverage = 'fresh')::INTEGER AS "fresh",
  count(*) FILTER (WHERE coverage = 'stale')::INTEGER AS "stale",
  count(*) FILTER (WHERE coverage = 'uncredentialed')::INTEGER AS "uncredentialed",
  count(*) FILTER (WHERE coverage = 'failed')::INTEGER AS "failed",
  count(*) FILTER (WHERE coverage = 'never')::INTEGER AS "never"
FROM visible_covered($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT, $covered_since::TIMESTAMPTZ)
WHERE NOT retired
GROUP BY class
ORDER BY list_position(['debian', 'ubuntu', 'redhat', 'windows', 'other', 'network', 'unidentified'], class)
