-- name: findings
-- Findings as of an instant, as known at an event, one page of them; total counts all that match. late = days past
-- due as a range; opened, closed, reopened = a week by its Monday; exception = covered, none or the id of one that covers
-- it; target = the id of one that names it.
-- notnull: adjudicated, ranked, supersedes, id, asset, assetId, unit, fix, product, packages, reopenNo, state, firstDetected, detectedBy, total, overdue, dueSoon, left, exceptionWorksheet, excepted, cves, knownExploited, scope
-- json: packages FindingPackage[] #core/advisory/finding-state.ts
-- json: cves string[]
-- json: supersedes string[]
WITH matching AS (
  SELECT l.*, a.name AS asset, a.owner, a.exposure, a.scope, a.class, d.rank, d.ranked, d.due, d.due_day, d.rule, d.rule_name, d.clock_start,
    d.clock_basis, d.limit_duration, d.policy_version, d.valid_from AS due_from, d.judged_at,
    x.exception_id, x.title AS exception_title, x.worksheet AS exception_worksheet, x.approved_at AS exception_approved,
    x.active_until AS exception_until, x.aim AS exception_aim,
    v.advisory, v.title, v.supersedes, v.severity, v.rated_by, v.released, v.released_day, v.cves, v.known_exploited,
    coalesce(l.open AND d.due < $as_of::TIMESTAMPTZ, false) AS overdue,
    coalesce(l.open AND d.due >= $as_of::TIMESTAMPTZ AND d.due < $as_of::TIMESTAMPTZ + INTERVAL 7 DAY, false) AS due_soon,
    date_diff('day', d.due_day, local_day($as_of::TIMESTAMPTZ, $zone::VARCHAR)) AS days_past
  FROM visible_life($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) l
  JOIN visible_fleet($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) a ON a.asset_id = l.asset_id
  LEFT JOIN visible_due($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) d ON d.finding_id = l.finding_id
  LEFT JOIN visible_known_fix($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) v ON v.finding_id = l.finding_id
  LEFT JOIN visible_covering($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) x ON x.finding_id = l.finding_id
  WHERE ($id::VARCHAR IS NULL OR l.finding_id = $id::VARCHAR)
    AND ($ids::VARCHAR[] IS NULL OR l.finding_id IN (SELECT unnest($ids::VARCHAR[])))
    AND ($target::VARCHAR IS NULL OR l.finding_id IN (
      SELECT finding_id FROM visible_exception_target($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) t WHERE t.exception_id = $target::VARCHAR))
    AND ($exception::VARCHAR IS NULL
      OR CASE $exception::VARCHAR WHEN 'covered' THEN x.exception_id IS NOT NULL WHEN 'none' THEN x.exception_id IS NULL
        ELSE l.finding_id IN (SELECT finding_id FROM visible_coverage($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) c
          WHERE c.exception_id = $exception::VARCHAR AND c.active_from <= $as_of::TIMESTAMPTZ AND $as_of::TIMESTAMPTZ < c.active_until) END)
    AND ($asset::VARCHAR IS NULL OR a.name = $asset::VARCHAR OR l.asset_id = $asset::VARCHAR)
    AND ($product::VARCHAR IS NULL OR l.product = $product::VARCHAR)
    AND ($fix::VARCHAR IS NULL OR l.fix = $fix::VARCHAR)
    AND ($advisory::VARCHAR IS NULL OR v.advisory = $advisory::VARCHAR OR list_contains(from_json(v.supersedes, '["VARCHAR"]'), $advisory::VARCHAR))
    AND ($cve::VARCHAR IS NULL OR list_contains(from_json(v.cves, '["VARCHAR"]'), $cve::VARCHAR))
    AND ($class::VARCHAR IS NULL OR a.class = $class::VARCHAR)
    AND ($owner::VARCHAR IS NULL OR coalesce(a.owner, 'none') = $owner::VARCHAR)
    AND ($group::VARCHAR IS NULL OR coalesce(a.group_id, 'none') = $group::VARCHAR)
    AND ($exploited::VARCHAR IS NULL OR (v.known_exploited IS NOT NULL) = ($exploited::VARCHAR = 'yes'))
    AND ($rank::VARCHAR IS NULL OR d.rank::VARCHAR = $rank::VARCHAR)
    AND ($ranked::VARCHAR IS NULL OR coalesce(d.ranked, false) = ($ranked::VARCHAR = 'yes'))
    AND ($state::VARCHAR IS NULL OR l.state = $state::VARCHAR)
    AND ($adjudicated::VARCHAR IS NULL OR l.adjudicated = ($adjudicated::VARCHAR = 'yes'))
    AND ($verdict::VARCHAR IS NULL
      OR $verdict::VARCHAR = CASE WHEN l.closed AND l.state IN ('fixed', 'removed', 'not_affected') THEN 'pass' WHEN l.open THEN 'fail' ELSE 'indeterminate' END)
    AND ($opened::VARCHAR IS NULL AND $closed::VARCHAR IS NULL AND $reopened::VARCHAR IS NULL OR l.finding_id IN (
      SELECT finding_id FROM visible_change($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) h
      WHERE (h.kind = 'new' AND strftime(date_trunc('week', local_day(h.changed_at, $zone::VARCHAR)), '%Y-%m-%d') = $opened::VARCHAR)
        OR (h.kind = 'closed' AND strftime(date_trunc('week', local_day(h.changed_at, $zone::VARCHAR)), '%Y-%m-%d') = $closed::VARCHAR)
        OR (h.kind = 'reopened' AND strftime(date_trunc('week', local_day(h.changed_at, $zone::VARCHAR)), '%Y-%m-%d') = $reopened::VARCHAR)))
    AND ($q::VARCHAR IS NULL OR contains(lower(concat_ws(' ', a.name, l.product, l.fix, l.packages, v.advisory, v.title, v.supersedes, v.cves)), lower($q::VARCHAR)))
),
page AS (
  SELECT *, count(*) OVER () AS total
  FROM matching
  WHERE ($due::VARCHAR IS NULL OR ($due::VARCHAR = 'overdue' AND overdue) OR ($due::VARCHAR = 'soon' AND due_soon)
    OR (open AND due >= $as_of::TIMESTAMPTZ
      AND due < $as_of::TIMESTAMPTZ + CASE $due::VARCHAR WHEN 'in-14' THEN INTERVAL 14 DAY WHEN 'in-30' THEN INTERVAL 30 DAY END))
    AND ($late::VARCHAR IS NULL OR (overdue AND $late::VARCHAR =
      CASE WHEN days_past <= 30 THEN '1-30' WHEN days_past <= 60 THEN '31-60' WHEN days_past <= 90 THEN '61-90' ELSE 'over-90' END))
  ORDER BY
    CASE WHEN $sort::VARCHAR = 'asset' THEN asset WHEN $sort::VARCHAR = 'product' THEN product
      WHEN $sort::VARCHAR = 'state' THEN state END ASC,
    CASE WHEN $sort::VARCHAR = '-asset' THEN asset WHEN $sort::VARCHAR = '-product' THEN product
      WHEN $sort::VARCHAR = '-state' THEN state END DESC,
    CASE WHEN $sort::VARCHAR = 'firstDetected' THEN first_detected WHEN $sort::VARCHAR = 'due' THEN due END ASC,
    CASE WHEN $sort::VARCHAR = '-firstDetected' THEN first_detected WHEN $sort::VARCHAR = '-due' THEN due END DESC,
    CASE WHEN $sort::VARCHAR = 'rank' THEN rank END ASC,
    CASE WHEN $sort::VARCHAR = '-rank' THEN rank END DESC,
    open DESC, due, asset, product, finding_id
  LIMIT $limit::BIGINT OFFSET $offset::BIGINT
),
before_due AS (
  SELECT p.finding_id, max(s.started_at) AS last_before_due
  FROM page p JOIN visible_sufficient($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) s ON s.asset_id = p.asset_id AND s.started_at <= p.judged_at
  GROUP BY p.finding_id
),
excepted AS (
  SELECT DISTINCT p.finding_id
  FROM page p JOIN visible_coverage($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) c ON c.finding_id = p.finding_id AND c.active_from <= p.judged_at AND p.judged_at < c.active_until
)
SELECT
  p.finding_id AS "id", asset AS "asset", asset_id AS "assetId", unit AS "unit", owner AS "owner", exposure AS "exposure",
  scope AS "scope", class AS "class", fix AS "fix", product AS "product",
  packages AS "packages", reopen_no AS "reopenNo", state AS "state", first_detected AS "firstDetected",
  advice_key AS "adviceKey", detected_by AS "detectedBy", installed_at AS "installedAt", verified_at AS "verifiedAt", verified_by AS "verifiedBy",
  fixed_at AS "resolvedAt", contradicted_by AS "contradictedBy", reopened_at AS "reopenedAt", left_at AS "leftAt",
  retired AND NOT closed AS "left", adjudicated AS "adjudicated", adjudication_id AS "adjudicationId",
  adjudicated_as AS "adjudicatedAs", adjudicated_why AS "adjudicatedWhy", adjudicated_from AS "adjudicatedFrom",
  advisory AS "advisory", title AS "title", severity AS "severity", rated_by AS "ratedBy", released AS "released", released_day AS "releasedDay",
  coalesce(supersedes, '[]') AS "supersedes", coalesce(cves, '[]') AS "cves", coalesce(known_exploited, '') AS "knownExploited",
  rank::VARCHAR AS "rank", coalesce(ranked, false) AS "ranked", due AS "due", rule AS "rule", rule_name AS "ruleName", clock_start AS "clockStart",
  clock_basis AS "clockBasis", limit_duration AS "limit", policy_version AS "policyVersion", due_from AS "dueFrom",
  last_before_due AS "lastBeforeDue", last_sufficient AS "lastSufficient", last_saw_flaw AS "lastSawFlaw",
  overdue AS "overdue", due_soon AS "dueSoon",
  exception_id AS "exceptionId", exception_title AS "exceptionTitle", coalesce(exception_worksheet, false) AS "exceptionWorksheet",
  exception_approved AS "exceptionApproved", exception_until AS "exceptionUntil", exception_aim AS "exceptionAim",
  e.finding_id IS NOT NULL AS "excepted",
  total::INTEGER AS "total"
FROM page p LEFT JOIN before_due b ON b.finding_id = p.finding_id LEFT JOIN excepted e ON e.finding_id = p.finding_id
ORDER BY
  CASE WHEN $sort::VARCHAR = 'asset' THEN asset WHEN $sort::VARCHAR = 'product' THEN product
    WHEN $sort::VARCHAR = 'state' THEN state END ASC,
  CASE WHEN $sort::VARCHAR = '-asset' THEN asset WHEN $sort::VARCHAR = '-product' THEN product
    WHEN $sort::VARCHAR = '-state' THEN state END DESC,
  CASE WHEN $sort::VARCHAR = 'firstDetected' THEN first_detected WHEN $sort::VARCHAR = 'due' THEN due END ASC,
  CASE WHEN $sort::VARCHAR = '-firstDetected' THEN first_detected WHEN $sort::VARCHAR = '-due' THEN due END DESC,
  CASE WHEN $sort::VARCHAR = 'rank' THEN rank END ASC,
  CASE WHEN $sort::VARCHAR = '-rank' THEN rank END DESC,
  open DESC, due, asset, product, p.finding_id
