-- name: units
-- Business units: their assets in use, how well they are covered, and what is open and overdue by rank.
-- notnull: unit, name, assets, covered, adjudicated, open, overdue, severe, high, medium, low, severeOpen, highOpen, mediumOpen, lowOpen, pass, fail
WITH assets AS (
  SELECT unit, count(*) AS assets, count(*) FILTER (WHERE verdict <> 'not-scanned') AS covered,
    count(*) FILTER (WHERE verdict = 'pass') AS pass, count(*) FILTER (WHERE verdict = 'fail') AS fail
  FROM visible_judged_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT, $covered_since::TIMESTAMPTZ)
  WHERE NOT retired GROUP BY unit
),
findings AS (
  SELECT o.unit, count(*) AS open, count(*) FILTER (WHERE overdue) AS overdue,
    count(*) FILTER (WHERE overdue AND rank = 'severe') AS severe, count(*) FILTER (WHERE overdue AND rank = 'high') AS high,
    count(*) FILTER (WHERE overdue AND rank = 'medium') AS medium, count(*) FILTER (WHERE overdue AND rank = 'low') AS low,
    count(*) FILTER (WHERE rank = 'severe') AS severe_open, count(*) FILTER (WHERE rank = 'high') AS high_open,
    count(*) FILTER (WHERE rank = 'medium') AS medium_open, count(*) FILTER (WHERE rank = 'low') AS low_open
  FROM visible_open($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) o
  GROUP BY o.unit
),
asides AS (
  SELECT s.unit, count(*) AS adjudicated FROM visible_set_aside($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) s GROUP BY s.unit
),
named AS (
  SELECT unit, name FROM visible_business_unit($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT)
  UNION ALL
  SELECT unit, CASE WHEN unit = 'default' THEN 'Unassigned' ELSE unit END FROM assets
  WHERE unit NOT IN (SELECT unit FROM visible_business_unit($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT))
)
SELECT n.unit AS "unit", n.name AS "name", coalesce(a.assets, 0)::INTEGER AS "assets", coalesce(a.covered, 0)::INTEGER AS "covered",
  coalesce(a.pass, 0)::INTEGER AS "pass", coalesce(a.fail, 0)::INTEGER AS "fail",
  coalesce(f.open, 0)::INTEGER AS "open", coalesce(s.adjudicated, 0)::INTEGER AS "adjudicated", coalesce(f.overdue, 0)::INTEGER AS "overdue",
  coalesce(f.severe, 0)::INTEGER AS "severe", coalesce(f.high, 0)::INTEGER AS "high",
  coalesce(f.medium, 0)::INTEGER AS "medium", coalesce(f.low, 0)::INTEGER AS "low",
  coalesce(f.severe_open, 0)::INTEGER AS "severeOpen", coalesce(f.high_open, 0)::INTEGER AS "highOpen",
  coalesce(f.medium_open, 0)::INTEGER AS "mediumOpen", coalesce(f.low_open, 0)::INTEGER AS "lowOpen"
FROM named n LEFT JOIN assets a ON a.unit = n.unit LEFT JOIN findings f ON f.unit = n.unit
LEFT JOIN asides s ON s.unit = n.unit
ORDER BY f.overdue DESC, n.name
