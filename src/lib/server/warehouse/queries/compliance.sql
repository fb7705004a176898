-- name: compliance
-- Judged obligations of one rule by the day of their cohort and by rank. excepted = not met, with an exception that
-- covered them when they were judged; exceptedUnknown = those of them that are unknown.
-- notnull: day, rank, met, missed, notRescanned, unknown, censored, adjudicated, excepted, exceptedUnknown
WITH judged AS (
  SELECT finding_id, rank, cohort, judged_at, outcome
  FROM visible_cohort($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) j
  WHERE rule = $rule::VARCHAR AND outcome <> 'pending'
    AND cohort BETWEEN $from_day::DATE AND $to_day::DATE
),
excepted AS (
  SELECT DISTINCT j.finding_id
  FROM judged j
  JOIN visible_coverage($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) c ON c.finding_id = j.finding_id AND c.active_from <= j.judged_at AND j.judged_at < c.active_until
  WHERE j.outcome IN ('missed', 'missed-not-rescanned', 'unknown')
)
SELECT strftime(j.cohort, '%Y-%m-%d') AS "day", j.rank::VARCHAR AS "rank",
  count(*) FILTER (WHERE j.outcome = 'met')::INTEGER AS "met",
  count(*) FILTER (WHERE j.outcome IN ('missed', 'missed-not-rescanned'))::INTEGER AS "missed",
  count(*) FILTER (WHERE j.outcome = 'missed-not-rescanned')::INTEGER AS "notRescanned",
  count(*) FILTER (WHERE j.outcome = 'unknown')::INTEGER AS "unknown",
  count(*) FILTER (WHERE j.outcome = 'censored')::INTEGER AS "censored",
  count(*) FILTER (WHERE j.outcome = 'adjudicated')::INTEGER AS "adjudicated",
  count(e.finding_id)::INTEGER AS "excepted",
  count(e.finding_id) FILTER (WHERE j.outcome = 'unknown')::INTEGER AS "exceptedUnknown"
FROM judged j LEFT JOIN excepted e ON e.finding_id = j.finding_id
GROUP BY j.cohort, j.rank
ORDER BY j.cohort, j.rank
