-- name: judged
-- Judged obligations of one rule, one page of them: the population behind compliance.
-- notnull: id, asset, assetId, unit, fix, product, rule, ruleName, rank, ranked, clockStart, clockBasis, limit, due, cohort, judgedAt, policyVersion, outcome, cause, total
SELECT j.finding_id AS "id", a.name AS "asset", j.asset_id AS "assetId", j.unit AS "unit", j.fix AS "fix",
  j.product AS "product", j.rule AS "rule", j.rule_name AS "ruleName", j.rank::VARCHAR AS "rank", j.ranked AS "ranked",
  j.clock_start AS "clockStart", j.clock_basis AS "clockBasis", j.limit_duration AS "limit", j.due AS "due",
  strftime(j.cohort, '%Y-%m-%d') AS "cohort", j.judged_at AS "judgedAt", j.policy_version AS "policyVersion",
  j.outcome AS "outcome", j.cause AS "cause", j.first_detected AS "firstDetected", j.installed_at AS "installedAt",
  j.fixed_at AS "resolvedAt", j.verified_at AS "verifiedAt", j.gone_at AS "leftAt", j.reopened_at AS "reopenedAt",
  CASE WHEN j.outcome IN ('missed', 'missed-not-rescanned') THEN
    date_diff('day', j.due_day, local_day(least(j.fixed_at, CASE WHEN is_withdrawn(j.state, j.verified_by) THEN j.verified_at END, j.gone_at, $as_of::TIMESTAMPTZ), $zone::VARCHAR)) END AS "daysLate",
  coalesce(w.advisory, v.advisory) AS "advisory", count(*) OVER ()::INTEGER AS "total"
FROM visible_cohort($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) j
JOIN visible_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) a ON a.asset_id = j.asset_id
LEFT JOIN visible_advice($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) w ON w.advice_key = j.advice_key
LEFT JOIN visible_advisory($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) v ON v.fix = j.fix
WHERE j.rule = $rule::VARCHAR AND j.outcome <> 'pending'
  AND j.cohort BETWEEN $from_day::DATE AND $to_day::DATE
  AND ($outcome::VARCHAR IS NULL OR j.outcome = $outcome::VARCHAR
    OR ($outcome::VARCHAR = 'late' AND j.outcome IN ('missed', 'missed-not-rescanned'))
    OR ($outcome::VARCHAR = 'counted' AND j.outcome NOT IN ('censored', 'adjudicated')))
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
