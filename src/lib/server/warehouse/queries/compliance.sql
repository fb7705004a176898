-- name: compliance
-- Judged obligations of one rule by the day of their cohort and by rank.
-- notnull: day, rank, met, missed, notRescanned, unknown, censored, adjudicated
SELECT strftime(cohort, '%Y-%m-%d') AS "day", rank::VARCHAR AS "rank",
  count(*) FILTER (WHERE outcome = 'met')::INTEGER AS "met",
  count(*) FILTER (WHERE outcome IN ('missed', 'missed-not-rescanned'))::INTEGER AS "missed",
  count(*) FILTER (WHERE outcome = 'missed-not-rescanned')::INTEGER AS "notRescanned",
  count(*) FILTER (WHERE outcome = 'unknown')::INTEGER AS "unknown",
  count(*) FILTER (WHERE outcome = 'censored')::INTEGER AS "censored",
  count(*) FILTER (WHERE outcome = 'adjudicated')::INTEGER AS "adjudicated"
FROM visible_cohort($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) j
WHERE rule = $rule::VARCHAR AND outcome <> 'pending'
  AND cohort BETWEEN $from_day::DATE AND $to_day::DATE
GROUP BY cohort, j.rank
ORDER BY cohort, j.rank
