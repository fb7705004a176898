-- name: patches
-- One row per fix: the assets that need it, the worst rank, the earliest deadline, how long it is missing. With
-- everything = also fixes that nothing waits for any more.
-- notnull: fix, supersedes, product, findings, assets, overdue, closed, exposed, firstDetected, cves, knownExploited, classes, units, ranked, total, totalFindings
-- json: cves string[]
-- json: supersedes string[]
WITH assets AS (
  SELECT asset_id, asset_class_of(os_id, true) AS class, exposure FROM visible_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT)
),
open AS (
  SELECT o.fix, o.product,
    count(*) AS findings,
    count(DISTINCT o.asset_id) AS assets,
    count(*) FILTER (WHERE o.overdue) AS overdue,
    count(DISTINCT o.asset_id) FILTER (WHERE a.exposure = 'internet') AS exposed,
    min(o.due) AS due,
    min(o.rank) AS rank,
    bool_or(o.ranked) AS ranked,
    min(o.first_detected) AS oldest,
    count(DISTINCT o.unit) AS units
  FROM visible_open($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) o
  JOIN assets a ON a.asset_id = o.asset_id
  WHERE ($class::VARCHAR IS NULL OR a.class = $class::VARCHAR)
  GROUP BY o.fix, o.product
),
told AS (
  SELECT f.fix, f.product,
    arg_max_null(w.advisory, w.advice_key) AS advisory, arg_max_null(w.title, w.advice_key) AS title,
    arg_max_null(w.source, w.advice_key) AS source, arg_max_null(w.supersedes, w.advice_key) AS supersedes,
    arg_max_null(w.steps, w.advice_key) AS steps,
    min(CASE w.severity WHEN 'critical' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 WHEN 'low' THEN 4 END) AS severity,
    min(w.released) AS released, min(w.released_day) AS released_day, min(w.known_exploited) AS known_exploited,
    to_json(list_sort(list_distinct(flatten(list(DISTINCT from_json(w.cves, '["VARCHAR"]'))))))::VARCHAR AS cves
  FROM visible_finding($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) f
  JOIN visible_advice($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) w ON w.advice_key = f.advice_key
  GROUP BY f.fix, f.product
),
grouped AS (
  SELECT f.fix, f.product, any_value(o.findings) AS findings, any_value(o.assets) AS assets, any_value(o.overdue) AS overdue,
    any_value(o.exposed) AS exposed, any_value(o.due) AS due, any_value(o.rank) AS rank, any_value(o.ranked) AS ranked, any_value(o.oldest) AS oldest,
    any_value(o.units) AS units,
    count(*) FILTER (WHERE has_ended(f.state, f.verified_by)) AS closed,
    min(f.first_detected) AS first_detected,
    string_agg(DISTINCT a.class, ',' ORDER BY a.class) AS classes
  FROM visible_finding($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) f
  JOIN assets a ON a.asset_id = f.asset_id
  LEFT JOIN open o ON o.fix = f.fix AND o.product = f.product
  WHERE (o.fix IS NOT NULL OR $everything::BOOLEAN)
    AND ($fix::VARCHAR IS NULL OR f.fix = $fix::VARCHAR)
    AND ($product::VARCHAR IS NULL OR f.product = $product::VARCHAR)
    AND ($class::VARCHAR IS NULL OR a.class = $class::VARCHAR)
  GROUP BY f.fix, f.product
),
known AS (
  SELECT g.fix, g.product, coalesce(w.advisory, v.advisory) AS advisory, coalesce(w.title, v.title) AS title,
    coalesce(w.source, v.source) AS source, coalesce(w.supersedes, '[]') AS supersedes, w.steps,
    coalesce(['critical', 'high', 'medium', 'low'][w.severity], v.severity) AS severity,
    CASE WHEN w.released IS NULL AND w.released_day IS NULL THEN v.released ELSE w.released END AS released,
    CASE WHEN w.released IS NULL AND w.released_day IS NULL THEN v.released_day ELSE w.released_day END AS released_day,
    least(w.known_exploited, v.known_exploited) AS known_exploited,
    CASE WHEN coalesce(w.cves, '[]') = '[]' THEN coalesce(v.cves, '[]') ELSE w.cves END AS cves
  FROM grouped g
  LEFT JOIN told w ON w.fix = g.fix AND w.product = g.product
  LEFT JOIN visible_advisory($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) v ON v.fix = g.fix
)
SELECT g.fix AS "fix", g.product AS "product", coalesce(findings, 0)::INTEGER AS "findings",
  coalesce(assets, 0)::INTEGER AS "assets",
  coalesce(overdue, 0)::INTEGER AS "overdue", closed::INTEGER AS "closed", coalesce(exposed, 0)::INTEGER AS "exposed", due AS "due",
  g.rank::VARCHAR AS "rank", coalesce(ranked, false) AS "ranked", oldest AS "oldest", first_detected AS "firstDetected", classes AS "classes",
  coalesce(units, 0)::INTEGER AS "units",
  v.advisory AS "advisory", v.title AS "title", v.severity AS "severity", v.released AS "released",
  v.released_day AS "releasedDay", v.supersedes AS "supersedes", v.steps AS "steps", v.cves AS "cves", coalesce(v.known_exploited, '') AS "knownExploited",
  v.source AS "source",
  count(*) OVER ()::INTEGER AS "total", coalesce(sum(findings) OVER (), 0)::INTEGER AS "totalFindings"
FROM grouped g
JOIN known v ON v.fix = g.fix AND v.product = g.product
WHERE ($rank::VARCHAR IS NULL OR g.rank::VARCHAR = $rank::VARCHAR)
  AND ($due::VARCHAR IS NULL OR ($due::VARCHAR = 'overdue' AND overdue > 0)
    OR ($due::VARCHAR = 'soon' AND due >= $as_of::TIMESTAMPTZ AND due < $as_of::TIMESTAMPTZ + INTERVAL 7 DAY))
  AND ($exploited::VARCHAR IS NULL OR (v.known_exploited IS NOT NULL) = ($exploited::VARCHAR = 'yes'))
  AND ($q::VARCHAR IS NULL OR contains(lower(concat_ws(' ', g.fix, v.advisory, v.title, v.cves)), lower($q::VARCHAR)))
ORDER BY
  CASE WHEN $sort::VARCHAR = 'assets' THEN assets WHEN $sort::VARCHAR = 'overdue' THEN overdue END ASC,
  CASE WHEN $sort::VARCHAR = '-assets' THEN assets WHEN $sort::VARCHAR = '-overdue' THEN overdue END DESC,
  CASE WHEN $sort::VARCHAR = 'due' THEN due WHEN $sort::VARCHAR = 'age' THEN oldest END ASC,
  CASE WHEN $sort::VARCHAR = '-due' THEN due WHEN $sort::VARCHAR = '-age' THEN oldest END DESC,
  CASE WHEN $sort::VARCHAR = 'product' THEN g.product END ASC,
  CASE WHEN $sort::VARCHAR = '-product' THEN g.product END DESC,
  CASE WHEN $sort::VARCHAR = '-rank' THEN g.rank END DESC,
  g.rank, due, findings DESC, g.fix
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
