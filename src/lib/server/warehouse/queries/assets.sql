-- name: assets
-- Assets with their verdict as of an instant: not-scanned without a sufficient scan since covered_since, else
-- fail with an open finding, else indeterminate with a reason, else pass.
-- notnull: id, name, unit, verdict, open, overdue, packages, services, scans, failures, total
-- json: facts AssetFacts #core/inventory/asset-facts.ts
SELECT
  asset_id AS "id", name AS "name", unit AS "unit", host AS "host", address AS "address", family AS "family",
  os_id AS "osId", os_name AS "os", kernel AS "kernel", facts AS "facts", verdict AS "verdict",
  open::INTEGER AS "open", overdue::INTEGER AS "overdue", first_due AS "firstDue",
  packages::INTEGER AS "packages", services::INTEGER AS "services",
  scans::INTEGER AS "scans", failures::INTEGER AS "failures",
  last_complete AS "lastComplete", last_complete_scan AS "lastCompleteScan",
  last_attempt AS "lastAttempt", last_attempt_scan AS "lastAttemptScan", last_outcome AS "lastOutcome",
  last_failure_code AS "lastFailureCode", last_failure_message AS "lastFailureMessage",
  last_failure_remedy AS "lastFailureRemedy", credentialed AS "credentialed", reached AS "reached",
  count(*) OVER ()::INTEGER AS "total"
FROM visible_judged_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT, $covered_since::TIMESTAMPTZ)
WHERE ($id::VARCHAR IS NULL OR asset_id = $id::VARCHAR OR name = $id::VARCHAR)
  AND ($verdict::VARCHAR IS NULL OR verdict = $verdict::VARCHAR)
  AND ($os::VARCHAR IS NULL OR os_id = $os::VARCHAR)
  AND ($reason::VARCHAR IS NULL OR contains(facts, '"code":"' || $reason::VARCHAR || '"'))
  AND ($q::VARCHAR IS NULL OR contains(lower(name || ' ' || coalesce(os_name, '') || ' ' || coalesce(address, '')), lower($q::VARCHAR)))
ORDER BY
  CASE WHEN $sort::VARCHAR = 'name' THEN name WHEN $sort::VARCHAR = 'os' THEN os_name WHEN $sort::VARCHAR = 'verdict' THEN verdict END ASC,
  CASE WHEN $sort::VARCHAR = '-name' THEN name WHEN $sort::VARCHAR = '-os' THEN os_name WHEN $sort::VARCHAR = '-verdict' THEN verdict END DESC,
  CASE WHEN $sort::VARCHAR = 'open' THEN open WHEN $sort::VARCHAR = 'overdue' THEN overdue WHEN $sort::VARCHAR = 'packages' THEN packages END ASC,
  CASE WHEN $sort::VARCHAR = '-open' THEN open WHEN $sort::VARCHAR = '-overdue' THEN overdue WHEN $sort::VARCHAR = '-packages' THEN packages END DESC,
  CASE WHEN $sort::VARCHAR = 'lastComplete' THEN last_complete END ASC,
  CASE WHEN $sort::VARCHAR = '-lastComplete' THEN last_complete END DESC,
  overdue DESC, open DESC, name, asset_id
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
