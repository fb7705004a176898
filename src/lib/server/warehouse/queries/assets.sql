-- name: assets
-- Assets with their verdict as of an instant: not-scanned without a sufficient scan since covered_since, else
-- fail with an open finding, else indeterminate with a reason, else pass. late_* = only those that do not keep a rule of
-- the policy on scans (or, as method `restart`, on pending restarts).
-- notnull: adjudicated, id, name, unit, unitName, class, coverage, retired, verdict, open, overdue, scans, failures, total, scope, packages, services
-- json: facts AssetFacts #core/inventory/asset-facts.ts
WITH network AS (
  SELECT s.asset_id FROM visible_scan($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) s
  WHERE $late_method::VARCHAR = 'network' AND s.method = 'network' AND s.outcome = 'complete'
    AND s.started_at >= $late_since::TIMESTAMPTZ
),
waiting AS (
  SELECT f.asset_id FROM visible_finding($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) f
  WHERE $late_method::VARCHAR = 'restart' AND f.state = 'reboot_pending'
    AND coalesce(f.installed_at, f.valid_from) < $late_since::TIMESTAMPTZ
),
page AS (
  SELECT *, count(*) OVER () AS total
  FROM visible_judged_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT, $covered_since::TIMESTAMPTZ)
  WHERE ($id::VARCHAR IS NULL OR asset_id = $id::VARCHAR OR name = $id::VARCHAR)
    AND ($verdict::VARCHAR IS NULL OR verdict = $verdict::VARCHAR)
    AND ($coverage::VARCHAR IS NULL OR coverage = $coverage::VARCHAR)
    AND ($os::VARCHAR IS NULL OR os_id = $os::VARCHAR)
    AND ($release::VARCHAR IS NULL OR json_extract_string(facts, '$.release.subject') = $release::VARCHAR
      OR list_contains(json_extract_string(facts, '$.release.either[*]'), $release::VARCHAR))
    AND ($class::VARCHAR IS NULL OR class = $class::VARCHAR)
    AND ($group::VARCHAR IS NULL OR coalesce(group_id, 'none') = $group::VARCHAR)
    AND ($owner::VARCHAR IS NULL OR coalesce(owner, 'none') = $owner::VARCHAR)
    AND ($criticality::VARCHAR IS NULL OR criticality = $criticality::VARCHAR)
    AND ($environment::VARCHAR IS NULL OR environment = $environment::VARCHAR)
    AND ($exposure::VARCHAR IS NULL OR exposure = $exposure::VARCHAR)
    AND ($scope::VARCHAR IS NULL OR list_contains(string_split(scope, ','), $scope::VARCHAR))
    AND ($status::VARCHAR = 'any' OR retired = ($status::VARCHAR = 'retired') OR $id::VARCHAR IS NOT NULL)
    AND ($reason::VARCHAR IS NULL OR feed_reason = $reason::VARCHAR
      OR (release_ended AND $reason::VARCHAR = 'release-unsupported')
      OR (release_unclear AND $reason::VARCHAR = 'release-not-told') OR contains(facts, '"code":"' || $reason::VARCHAR || '"'))
    AND ($late_method::VARCHAR IS NULL OR (
      ($late_classes::VARCHAR[] IS NULL OR list_contains($late_classes::VARCHAR[], class))
      AND ($late_groups::VARCHAR[] IS NULL OR list_contains($late_groups::VARCHAR[], group_id))
      AND ($late_exposure::VARCHAR[] IS NULL OR list_contains($late_exposure::VARCHAR[], exposure))
      AND CASE $late_method::VARCHAR
        WHEN 'restart' THEN asset_id IN (SELECT w.asset_id FROM waiting w)
        WHEN 'network' THEN asset_id NOT IN (SELECT n.asset_id FROM network n)
        ELSE coalesce(last_complete < $late_since::TIMESTAMPTZ, true) END))
    AND ($q::VARCHAR IS NULL OR contains(lower(concat_ws(' ', name, os_name, address, owner)), lower($q::VARCHAR)))
  ORDER BY
    CASE WHEN $sort::VARCHAR = 'name' THEN name WHEN $sort::VARCHAR = 'os' THEN os_name WHEN $sort::VARCHAR = 'verdict' THEN verdict
      WHEN $sort::VARCHAR = 'unit' THEN unit WHEN $sort::VARCHAR = 'owner' THEN owner END ASC,
    CASE WHEN $sort::VARCHAR = '-name' THEN name WHEN $sort::VARCHAR = '-os' THEN os_name WHEN $sort::VARCHAR = '-verdict' THEN verdict
      WHEN $sort::VARCHAR = '-unit' THEN unit WHEN $sort::VARCHAR = '-owner' THEN owner END DESC,
    CASE WHEN $sort::VARCHAR = 'open' THEN open WHEN $sort::VARCHAR = 'overdue' THEN overdue END ASC,
    CASE WHEN $sort::VARCHAR = '-open' THEN open WHEN $sort::VARCHAR = '-overdue' THEN overdue END DESC,
    CASE WHEN $sort::VARCHAR = 'lastComplete' THEN last_complete END ASC,
    CASE WHEN $sort::VARCHAR = '-lastComplete' THEN last_complete END DESC,
    overdue DESC, open DESC, name, asset_id
  LIMIT $limit::BIGINT OFFSET $offset::BIGINT
),
packages AS (
  SELECT p.asset_id, count(*) AS packages FROM visible_package($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) p
  SEMI JOIN page ON page.asset_id = p.asset_id GROUP BY p.asset_id
),
services AS (
  SELECT v.asset_id, count(*) AS services FROM visible_service($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) v
  SEMI JOIN page ON page.asset_id = v.asset_id WHERE v.state = 'open' GROUP BY v.asset_id
),
asides AS (
  SELECT j.asset_id, count(*) AS adjudicated FROM visible_set_aside($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) j
  SEMI JOIN page ON page.asset_id = j.asset_id GROUP BY j.asset_id
),
last_scans AS (
  SELECT s.asset_id,
    arg_max(s.scan_id, (s.started_at, s.scan_id)) FILTER (WHERE s.sufficient) AS last_complete_scan,
    arg_max(s.scan_id, (s.started_at, s.scan_id)) AS last_attempt_scan,
    arg_max(s.failure_message, (s.started_at, s.scan_id)) FILTER (WHERE s.outcome <> 'complete') AS last_failure_message,
    arg_max(s.failure_remedy, (s.started_at, s.scan_id)) FILTER (WHERE s.outcome <> 'complete') AS last_failure_remedy
  FROM visible_scan($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) s
  SEMI JOIN page ON page.asset_id = s.asset_id GROUP BY s.asset_id
)
SELECT
  a.asset_id AS "id", a.name AS "name", a.unit AS "unit", coalesce(b.name, a.unit) AS "unitName", a.host AS "host",
  a.address AS "address", a.family AS "family", a.os_id AS "osId", a.os_name AS "os", a.told_by AS "toldBy", a.class AS "class",
  a.kernel AS "kernel", a.facts AS "facts", a.group_id AS "group", a.group_name AS "groupName",
  a.owner AS "owner", a.criticality AS "criticality", a.environment AS "environment", a.exposure AS "exposure",
  a.scope AS "scope", a.retired AS "retired", a.left_at AS "leftAt",
  a.verdict AS "verdict", a.coverage AS "coverage",
  a.open::INTEGER AS "open", coalesce(j.adjudicated, 0)::INTEGER AS "adjudicated", a.overdue::INTEGER AS "overdue", a.first_due AS "firstDue",
  coalesce(p.packages, 0)::INTEGER AS "packages", coalesce(v.services, 0)::INTEGER AS "services",
  a.scans::INTEGER AS "scans", a.failures::INTEGER AS "failures",
  a.last_complete AS "lastComplete", l.last_complete_scan AS "lastCompleteScan",
  a.last_attempt AS "lastAttempt", l.last_attempt_scan AS "lastAttemptScan", a.last_outcome AS "lastOutcome",
  a.last_failure_code AS "lastFailureCode", l.last_failure_message AS "lastFailureMessage",
  l.last_failure_remedy AS "lastFailureRemedy", a.credentialed AS "credentialed", a.reached AS "reached",
  a.feed_reason AS "feedReason", a.fed_at AS "fedAt",
  a.release_subject AS "releaseEnded", a.release_unclear AS "releaseUnclear", a.release_ended_on AS "releaseEndedOn", a.release_extension AS "releaseExtension", a.total::INTEGER AS "total"
FROM page a
LEFT JOIN visible_business_unit($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) b ON b.unit = a.unit
LEFT JOIN packages p ON p.asset_id = a.asset_id
LEFT JOIN services v ON v.asset_id = a.asset_id
LEFT JOIN asides j ON j.asset_id = a.asset_id
LEFT JOIN last_scans l ON l.asset_id = a.asset_id
ORDER BY
  CASE WHEN $sort::VARCHAR = 'name' THEN a.name WHEN $sort::VARCHAR = 'os' THEN a.os_name WHEN $sort::VARCHAR = 'verdict' THEN a.verdict
    WHEN $sort::VARCHAR = 'unit' THEN a.unit WHEN $sort::VARCHAR = 'owner' THEN a.owner END ASC,
  CASE WHEN $sort::VARCHAR = '-name' THEN a.name WHEN $sort::VARCHAR = '-os' THEN a.os_name WHEN $sort::VARCHAR = '-verdict' THEN a.verdict
    WHEN $sort::VARCHAR = '-unit' THEN a.unit WHEN $sort::VARCHAR = '-owner' THEN a.owner END DESC,
  CASE WHEN $sort::VARCHAR = 'open' THEN a.open WHEN $sort::VARCHAR = 'overdue' THEN a.overdue END ASC,
  CASE WHEN $sort::VARCHAR = '-open' THEN a.open WHEN $sort::VARCHAR = '-overdue' THEN a.overdue END DESC,
  CASE WHEN $sort::VARCHAR = 'lastComplete' THEN a.last_complete END ASC,
  CASE WHEN $sort::VARCHAR = '-lastComplete' THEN a.last_complete END DESC,
  a.overdue DESC, a.open DESC, a.name, a.asset_id
