-- name: asset-counts
-- How many assets in use stand at each verdict, and how well scans cover them.
-- notnull: assets, pass, fail, indeterminate, notScanned, reached, credentialed, complete, fresh, ungrouped, unowned, unassigned
SELECT count(*)::INTEGER AS "assets",
  count(*) FILTER (WHERE verdict = 'pass')::INTEGER AS "pass",
  count(*) FILTER (WHERE verdict = 'fail')::INTEGER AS "fail",
  count(*) FILTER (WHERE verdict = 'indeterminate')::INTEGER AS "indeterminate",
  count(*) FILTER (WHERE verdict = 'not-scanned')::INTEGER AS "notScanned",
  count(*) FILTER (WHERE reached)::INTEGER AS "reached",
  count(*) FILTER (WHERE credentialed)::INTEGER AS "credentialed",
  count(*) FILTER (WHERE last_complete IS NOT NULL)::INTEGER AS "complete",
  count(*) FILTER (WHERE verdict <> 'not-scanned')::INTEGER AS "fresh",
  count(*) FILTER (WHERE group_id IS NULL)::INTEGER AS "ungrouped",
  count(*) FILTER (WHERE owner IS NULL)::INTEGER AS "unowned",
  count(*) FILTER (WHERE unit = 'default')::INTEGER AS "unassigned"
FROM visible_judged_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT, $covered_since::TIMESTAMPTZ)
WHERE NOT retired
