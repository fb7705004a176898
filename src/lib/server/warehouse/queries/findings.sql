-- name: findings
-- Findings as of an instant, as known at an event, one page of them; total counts all that match.
-- notnull: ranked, id, asset, assetId, unit, fix, product, packages, reopenNo, state, firstDetected, detectedBy, total, overdue, dueSoon
-- json: packages FindingPackage[] #core/advisory/finding-state.ts
WITH covered AS (
  SELECT d.finding_id, max(s.started_at) AS last_before_due
  FROM visible_due($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) d
  JOIN visible_scan($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) s
    ON s.asset_id = d.asset_id AND s.sufficient AND s.started_at <= greatest(d.due, d.valid_from)
  GROUP BY d.finding_id
),
sufficient AS (
  SELECT asset_id, max(started_at) AS last_sufficient
  FROM visible_scan($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT)
  WHERE sufficient
  GROUP BY asset_id
),
flaw AS (
  -- The last sufficient scan that saw it: every one while a row of it stands open.
  SELECT h.finding_id, max(s.started_at) AS last_saw_flaw
  FROM visible_finding_history($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) h
  JOIN visible_scan($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) s
    ON s.asset_id = h.asset_id AND s.sufficient AND s.started_at >= h.valid_from
    AND (h.valid_to IS NULL OR h.closed_seq > $known_at::BIGINT OR s.started_at < h.valid_to)
  WHERE h.state NOT IN ('fixed', 'removed')
  GROUP BY h.finding_id
),
voided AS (
  -- A closure that a later scan saw undone: the dates of the installation stay, nothing is resolved.
  SELECT f.finding_id, min(r.reopened_at) AS reopened_at
  FROM visible_finding($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) f
  JOIN visible_reopening($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) r
    ON r.finding_id = f.finding_id AND r.reopened_at > f.verified_at
  GROUP BY f.finding_id
),
matching AS (
  SELECT
    f.finding_id, a.name AS asset, f.asset_id, a.unit, f.fix, f.product, f.packages, f.reopen_no, f.state,
    f.first_detected, f.detected_by, f.installed_at, f.verified_at, f.verified_by,
    CASE WHEN v.reopened_at IS NULL THEN f.fixed_at END AS fixed_at, f.contradicted_by,
    coalesce(v.reopened_at, f.reopened_at) AS reopened_at, d.rank, d.ranked, d.due, d.rule, d.rule_name, d.clock_start, d.clock_basis, d.limit_duration,
    d.policy_version, d.valid_from AS due_from, c.last_before_due, s.last_sufficient,
    CASE WHEN v.reopened_at IS NULL THEN w.last_saw_flaw ELSE v.reopened_at END AS last_saw_flaw,
    f.state IN ('fixed', 'removed') AS closed
  FROM visible_finding($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) f
  JOIN visible_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) a ON a.asset_id = f.asset_id
  LEFT JOIN visible_due($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) d
    ON d.finding_id = f.finding_id
  LEFT JOIN covered c ON c.finding_id = f.finding_id
  LEFT JOIN flaw w ON w.finding_id = f.finding_id
  LEFT JOIN voided v ON v.finding_id = f.finding_id
  LEFT JOIN sufficient s ON s.asset_id = f.asset_id
  WHERE ($id::VARCHAR IS NULL OR f.finding_id = $id::VARCHAR)
    AND ($asset::VARCHAR IS NULL OR a.name = $asset::VARCHAR OR f.asset_id = $asset::VARCHAR)
    AND ($product::VARCHAR IS NULL OR f.product = $product::VARCHAR)
    AND ($fix::VARCHAR IS NULL OR f.fix = $fix::VARCHAR)
    AND ($rank::VARCHAR IS NULL OR d.rank::VARCHAR = $rank::VARCHAR)
    AND ($state::VARCHAR IS NULL OR f.state = $state::VARCHAR)
    AND ($verdict::VARCHAR IS NULL
      OR $verdict::VARCHAR = CASE WHEN f.state IN ('fixed', 'removed') THEN 'pass' ELSE 'fail' END)
    AND ($q::VARCHAR IS NULL OR contains(lower(a.name || ' ' || f.product || ' ' || f.fix || ' ' || f.packages), lower($q::VARCHAR)))
),
marked AS (
  SELECT *,
    NOT closed AND due < $as_of::TIMESTAMPTZ AS overdue,
    NOT closed AND due >= $as_of::TIMESTAMPTZ AND due < $as_of::TIMESTAMPTZ + INTERVAL 7 DAY AS due_soon
  FROM matching
)
SELECT
  finding_id AS "id", asset AS "asset", asset_id AS "assetId", unit AS "unit", fix AS "fix", product AS "product",
  packages AS "packages", reopen_no AS "reopenNo", state AS "state", first_detected AS "firstDetected",
  detected_by AS "detectedBy", installed_at AS "installedAt", verified_at AS "verifiedAt", verified_by AS "verifiedBy",
  fixed_at AS "resolvedAt", contradicted_by AS "contradictedBy", reopened_at AS "reopenedAt",
  rank::VARCHAR AS "rank", coalesce(ranked, false) AS "ranked", due AS "due", rule AS "rule", rule_name AS "ruleName", clock_start AS "clockStart",
  clock_basis AS "clockBasis", limit_duration AS "limit", policy_version AS "policyVersion", due_from AS "dueFrom",
  last_before_due AS "lastBeforeDue", last_sufficient AS "lastSufficient", last_saw_flaw AS "lastSawFlaw",
  coalesce(overdue, false) AS "overdue", coalesce(due_soon, false) AS "dueSoon",
  count(*) OVER ()::INTEGER AS "total"
FROM marked
WHERE ($due::VARCHAR IS NULL OR ($due::VARCHAR = 'overdue' AND overdue) OR ($due::VARCHAR = 'soon' AND due_soon))
ORDER BY
  CASE WHEN $sort::VARCHAR = 'asset' THEN asset WHEN $sort::VARCHAR = 'product' THEN product
    WHEN $sort::VARCHAR = 'state' THEN state END ASC,
  CASE WHEN $sort::VARCHAR = '-asset' THEN asset WHEN $sort::VARCHAR = '-product' THEN product
    WHEN $sort::VARCHAR = '-state' THEN state END DESC,
  CASE WHEN $sort::VARCHAR = 'firstDetected' THEN first_detected WHEN $sort::VARCHAR = 'due' THEN due END ASC,
  CASE WHEN $sort::VARCHAR = '-firstDetected' THEN first_detected WHEN $sort::VARCHAR = '-due' THEN due END DESC,
  CASE WHEN $sort::VARCHAR = 'rank' THEN rank END ASC,
  CASE WHEN $sort::VARCHAR = '-rank' THEN rank END DESC,
  closed, due, asset, product, finding_id
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
