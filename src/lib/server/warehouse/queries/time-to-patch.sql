-- name: time-to-patch
-- Lengths of time of the findings whose clock of one rule started from from_day to to_day, in whole local days: entry =
-- first detection, exit = fixed, or last seen missing. Rank is the rank in force.
-- Adjudicated ones are told apart: they are not followed.
-- notnull: rank, entry, exit, event, adjudicated, n
WITH times AS (
  SELECT o.rank, l.adjudicated,
    greatest(date_diff('day', o.start_day, local_day(l.first_detected, $zone::VARCHAR)), 0) AS entry,
    l.fixed_at IS NOT NULL AS event,
    greatest(date_diff('day', o.start_day, local_day(
      coalesce(l.fixed_at, least(l.left_at, l.last_saw_flaw), l.first_detected), $zone::VARCHAR)), 0) AS exit
  FROM visible_life($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) l
  JOIN visible_in_force($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) o ON o.finding_id = l.finding_id
  WHERE o.rule = $rule::VARCHAR
    AND o.start_day BETWEEN $from_day::DATE AND $to_day::DATE
)
SELECT rank::VARCHAR AS "rank", entry::INTEGER AS "entry", exit::INTEGER AS "exit", event AS "event", adjudicated AS "adjudicated",
  count(*)::INTEGER AS "n"
FROM times
GROUP BY times.rank, times.entry, times.exit, times.event, times.adjudicated
ORDER BY times.rank, times.entry, times.exit, times.event, times.adjudicated
