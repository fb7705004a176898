-- name: judged
-- Judged obligations of one rule, one page of them: the population behind compliance. exceptionId = the exception that
-- covered one that is not met when it was judged.
-- notnull: id, asset, assetId, unit, fix, product, rule, ruleName, rank, ranked, clockStart, clockBasis, limit, due, cohort, judgedAt, policyVersion, outcome, cause, exceptionWorksheet, scope, total
WITH judged AS (
  SELECT finding_id, asset_id, unit, fix, product, rule, rule_name, rank, ranked, clock_start, clock_basis, limit_duration, due,
    due_day, cohort, judged_at, policy_version, outcome, cause, first_detected, installed_at, fixed_at, verified_at, gone_at,
    reopened_at, advice_key, state, verified_by
  FROM visible_cohort($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT)
  WHERE rule = $rule::VARCHAR AND outcome <> 'pending' AND cohort BETWEEN $from_day::DATE AND $to_day::DATE
),
excepted AS (
  SELECT j.finding_id, min(c.exception_id) AS exception_id, bool_or(c.worksheet) AS worksheet
  FROM judged j
  JOIN visible_coverage($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) c ON c.finding_id = j.finding_id AND c.active_from <= j.judged_at AND j.judged_at < c.active_until
  WHERE j.outcome IN ('missed', 'missed-not-rescanned', 'unknown')
  GROUP BY j.finding_id
)
SELECT j.finding_id AS "id", a.name AS "asset", j.asset_id AS "assetId", j.unit AS "unit", j.fix AS "fix",
  j.product AS "product", j.rule AS "rule", j.rule_name AS "ruleName", j.rank::VARCHAR AS "rank", j.ranked AS "ranked",
  j.clock_start AS "clockStart", j.clock_basis AS "clockBasis", j.limit_duration AS "limit", j.due AS "due",
  strftime(j.cohort, '%Y-%m-%d') AS "cohort", j.judged_at AS "judgedAt", j.policy_version AS "policyVersion",
  j.outcome AS "outcome", j.cause AS "cause", j.first_detected AS "firstDetected", j.installed_at AS "installedAt",
  j.fixed_at AS "resolvedAt", j.verified_at AS "verifiedAt", j.gone_at AS "leftAt", j.reopened_at AS "reopenedAt",
  CASE WHEN j.outcome IN ('missed', 'missed-not-rescanned') THEN
    date_diff('day', j.due_day, local_day(least(j.fixed_at, CASE WHEN is_withdrawn(j.state, j.verified_by) THEN j.verified_at END, j.gone_at, $as_of::TIMESTAMPTZ), $zone::VARCHAR)) END AS "daysLate",
  coalesce(w.advisory, v.advisory) AS "advisory",
  e.exception_id AS "exceptionId", coalesce(e.worksheet, false) AS "exceptionWorksheet", a.scope AS "scope",
  count(*) OVER ()::INTEGER AS "total"
FROM judged j
JOIN visible_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) a ON a.asset_id = j.asset_id
LEFT JOIN visible_advice($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) w ON w.advice_key = j.advice_key
LEFT JOIN visible_advisory($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) v ON v.fix = j.fix
LEFT JOIN excepted e ON e.finding_id = j.finding_id
WHERE ($outcome::VARCHAR IS NULL OR j.outcome = $outcome::VARCHAR
    OR ($outcome::VARCHAR = 'late' AND j.outcome IN ('missed', 'missed-not-rescanned'))
    OR ($outcome::VARCHAR = 'counted' AND j.outcome NOT IN ('censored', 'adjudicated'))
    OR ($outcome::VARCHAR = 'excepted' AND e.exception_id IS NOT NULL))
  AND ($rank::VARCHAR IS NULL OR j.rank::VARCHAR = $rank::VARCHAR)
  AND ($q::VARCHAR IS NULL OR contains(lower(concat_ws(' ', a.name, j.product, j.fix, w.advisory, v.advisory)), lower($q::VARCHAR)))
ORDER BY
  CASE WHEN $sort::VARCHAR = 'asset' THEN a.name WHEN $sort::VARCHAR = 'product' THEN j.product WHEN $sort::VARCHAR = 'outcome' THEN j.outcome END ASC,
  CASE WHEN $sort::VARCHAR = '-asset' THEN a.name WHEN $sort::VARCHAR = '-product' THEN j.product WHEN $sort::VARCHAR = '-outcome' THEN j.outcome END DESC,
  CASE WHEN $sort::VARCHAR = 'daysLate' THEN "daysLate" END ASC,
  CASE WHEN $sort::VARCHAR = '-daysLate' THEN "daysLate" END DESC,
  CASE WHEN $sort::VARCHAR = '-due' THEN j.due END DESC,
  CASE WHEN $sort::VARCHAR = 'rank' THEN j.rank END ASC,
  CASE WHEN $sort::VARCHAR = '-rank' THEN j.rank END DESC,
  j.due, a.name, j.product, j.finding_id
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
