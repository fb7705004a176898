-- name: asset-counts
-- How many assets stand at each verdict, and how well scans cover them.
-- notnull: assets, pass, fail, indeterminate, notScanned, reached, credentialed, complete, fresh
SELECT count(*)::INTEGER AS "assets",
  count(*) FILTER (WHERE verdict = 'pass')::INTEGER AS "pass",
  count(*) FILTER (WHERE verdict = 'fail')::INTEGER AS "fail",
  count(*) FILTER (WHERE verdict = 'indeterminate')::INTEGER AS "indeterminate",
  count(*) FILTER (WHERE verdict = 'not-scanned')::INTEGER AS "notScanned",
  count(*) FILTER (WHERE reached)::INTEGER AS "reached",
  count(*) FILTER (WHERE credentialed)::INTEGER AS "credentialed",
  count(*) FILTER (WHERE last_complete IS NOT NULL)::INTEGER AS "complete",
  count(*) FILTER (WHERE verdict <> 'not-scanned')::INTEGER AS "fresh"
FROM visible_judged_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT, $covered_since::TIMESTAMPTZ)
