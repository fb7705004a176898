-- name: patches
-- One row per fix of a product in the order of the queue: the assets that need it, the worst rank, the earliest
-- deadline, the risk it removes, what installing it takes. place counts in the whole queue, whatever narrows the rows.
-- With everything = also fixes that nothing waits for any more, and flaws without one. exception = none: without findings that an exception covers; covered: those
-- alone.
-- notnull: settings, advice, covered, adjudicated, id, risk, install, reboot, restart, held, releases, fix, supersedes, product, findings, assets, overdue, closed, exposed, firstDetected, cves, knownExploited, classes, units, ranked, total, totalFindings
-- json: cves string[]
-- json: supersedes string[]
-- json: releases string[]
WITH assets AS (
  SELECT asset_id, asset_class_of(os_id, true) AS class, os_name, exposure, asset_weight(criticality, exposure, scope) AS weight
  FROM visible_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT)
),
found AS (
  SELECT f.finding_id, f.asset_id, f.fix, f.product, f.state, f.verified_by, f.first_detected, f.advice_key,
    contains(f.packages, '"held":true') AS held, holds_kernel(f.packages) AS boots, a.class, a.os_name, a.exposure, a.weight
  FROM visible_finding($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) f
  JOIN assets a ON a.asset_id = f.asset_id
  WHERE ($class::VARCHAR IS NULL OR a.class = $class::VARCHAR)
),
open AS (
  SELECT o.fix, o.product,
    count(*) AS findings,
    count(DISTINCT o.asset_id) AS assets,
    count(*) FILTER (WHERE o.overdue) AS overdue,
    count(DISTINCT o.asset_id) FILTER (WHERE f.exposure = 'internet') AS exposed,
    count(DISTINCT o.asset_id) FILTER (WHERE o.state NOT IN ('reboot_pending', 'old_code_running') 
      AND NOT starts_with(o.fix, 'settings:') AND NOT starts_with(o.fix, 'check:') AND NOT starts_with(o.fix, 'no-fix:')) AS install,
    count(DISTINCT o.asset_id) FILTER (WHERE starts_with(o.fix, 'settings:')) AS settings,
    -- A tool's check that names neither a fix nor a version: what is to be done is what the tool advises.
    count(DISTINCT o.asset_id) FILTER (WHERE starts_with(o.fix, 'check:')) AS advice,
    count(DISTINCT o.asset_id) FILTER (WHERE o.state = 'reboot_pending' OR (f.boots AND o.state <> 'old_code_running')) AS reboot,
    count(DISTINCT o.asset_id) FILTER (WHERE o.state = 'old_code_running') AS restart,
    count(DISTINCT o.asset_id) FILTER (WHERE f.held AND o.state NOT IN ('reboot_pending', 'old_code_running')) AS held,
    sum(rank_weight(o.rank) * f.weight) AS risk,
    min(o.due) AS due,
    min(coalesce(o.rank, 'high'::rank)) AS rank,
    bool_or(o.ranked) AS ranked,
    min(o.first_detected) AS oldest,
    count(DISTINCT o.unit) AS units,
    count(x.exception_id) AS covered
  FROM visible_open($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) o
  JOIN found f ON f.finding_id = o.finding_id
  LEFT JOIN visible_covering($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) x ON x.finding_id = o.finding_id
  WHERE ($everything::BOOLEAN OR NOT starts_with(o.fix, 'no-fix:'))
    AND ($exception::VARCHAR IS NULL OR (x.exception_id IS NOT NULL) = ($exception::VARCHAR = 'covered'))
  GROUP BY o.fix, o.product
),
-- Only security fixes become findings, so that the second key of the order, security before features, is the same
-- for all.
queue AS (
  SELECT fix, product, row_number() OVER (ORDER BY rank, due NULLS LAST, risk DESC, fix, product) AS place
  FROM open WHERE NOT starts_with(fix, 'no-fix:')
),
asides AS (
  SELECT s.fix, s.product, count(*) AS adjudicated
  FROM visible_set_aside($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) s
  JOIN assets a ON a.asset_id = s.asset_id
  WHERE ($class::VARCHAR IS NULL OR a.class = $class::VARCHAR)
  GROUP BY s.fix, s.product
),
told AS (
  SELECT f.fix, f.product,
    arg_max_null(w.advisory, w.advice_key) AS advisory, arg_max_null(w.title, w.advice_key) AS title,
    arg_max_null(w.source, w.advice_key) AS source, arg_max_null(w.supersedes, w.advice_key) AS supersedes,
    arg_max_null(w.steps, w.advice_key) AS steps,
    min(CASE w.severity WHEN 'critical' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3 WHEN 'low' THEN 4 END) AS severity,
    min(t.told_at) AS told_at, min(w.released) AS released, min(w.released_day) AS released_day, min(w.known_exploited) AS known_exploited,
    to_json(list_sort(list_distinct(flatten(list(DISTINCT from_json(w.cves, '["VARCHAR"]'))))))::VARCHAR AS cves
  FROM (SELECT DISTINCT fix, product, advice_key FROM found) f
  JOIN visible_advice($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) w ON w.advice_key = f.advice_key
  LEFT JOIN visible_advice_told($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) t
    ON t.advice_key = w.advice_key AND t.advisory = w.advisory
  GROUP BY f.fix, f.product
),
grouped AS (
  SELECT f.fix, f.product, any_value(o.findings) AS findings, any_value(o.assets) AS assets, any_value(o.overdue) AS overdue,
    any_value(o.install) AS install, any_value(o.reboot) AS reboot, any_value(o.restart) AS restart, any_value(o.held) AS held, any_value(o.settings) AS settings, any_value(o.advice) AS advice,
    any_value(o.risk) AS risk, any_value(o.exposed) AS exposed, any_value(o.due) AS due, any_value(o.rank) AS rank, any_value(o.ranked) AS ranked, any_value(o.oldest) AS oldest,
    any_value(o.units) AS units, any_value(o.covered) AS covered,
    count(*) FILTER (WHERE has_ended(f.state, f.verified_by)) AS closed,
    min(f.first_detected) AS first_detected,
    string_agg(DISTINCT f.class, ',' ORDER BY f.class) AS classes,
    to_json(list_sort(list(DISTINCT f.os_name) FILTER (WHERE f.os_name IS NOT NULL)))::VARCHAR AS releases
  FROM found f
  LEFT JOIN open o ON o.fix = f.fix AND o.product = f.product
  WHERE (o.fix IS NOT NULL OR $everything::BOOLEAN)
    AND ($fix::VARCHAR IS NULL OR f.fix = $fix::VARCHAR)
    AND ($product::VARCHAR IS NULL OR f.product = $product::VARCHAR)
  GROUP BY f.fix, f.product
),
known AS (
  SELECT g.fix, g.product, coalesce(w.advisory, v.advisory) AS advisory, coalesce(w.title, v.title, r.title) AS title,
    coalesce(w.source, v.source, r.tools) AS source, coalesce(w.supersedes, '[]') AS supersedes, w.steps,
    coalesce(['critical', 'high', 'medium', 'low'][w.severity], v.severity, r.severity) AS severity,
    CASE WHEN w.severity IS NULL AND v.severity IS NULL AND r.severity IS NOT NULL THEN r.tools END AS rated_by,
    CASE WHEN w.released IS NULL AND w.released_day IS NULL THEN v.released ELSE w.released END AS released,
    CASE WHEN w.released IS NULL AND w.released_day IS NULL THEN v.released_day ELSE w.released_day END AS released_day,
    least(w.known_exploited, v.known_exploited) AS known_exploited,
    coalesce(nullif(w.cves, '[]'), nullif(v.cves, '[]'), r.cves, '[]') AS cves,
    coalesce(w.told_at, t.told_at) AS told_at
  FROM grouped g
  LEFT JOIN told w ON w.fix = g.fix AND w.product = g.product
  LEFT JOIN visible_advisory($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) v ON v.fix = g.fix
  LEFT JOIN visible_advisory_told($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) t
    ON t.fix = v.fix AND t.advisory = v.advisory
  LEFT JOIN visible_reported_fix($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) r ON r.fix = g.fix AND r.product = g.product
)
SELECT fix_id(g.fix, g.product) AS "id", q.place::INTEGER AS "place", coalesce(risk, 0)::INTEGER AS "risk",
  coalesce(install, 0)::INTEGER AS "install", coalesce(reboot, 0)::INTEGER AS "reboot",
  coalesce(restart, 0)::INTEGER AS "restart", coalesce(held, 0)::INTEGER AS "held", coalesce(settings, 0)::INTEGER AS "settings", coalesce(advice, 0)::INTEGER AS "advice",
  coalesce(releases, '[]') AS "releases", v.told_at AS "knownSince",
  g.fix AS "fix", g.product AS "product", coalesce(findings, 0)::INTEGER AS "findings",
  coalesce(assets, 0)::INTEGER AS "assets",
  coalesce(overdue, 0)::INTEGER AS "overdue", closed::INTEGER AS "closed", coalesce(s.adjudicated, 0)::INTEGER AS "adjudicated", coalesce(exposed, 0)::INTEGER AS "exposed", due AS "due",
  g.rank::VARCHAR AS "rank", coalesce(ranked, false) AS "ranked", oldest AS "oldest", first_detected AS "firstDetected", classes AS "classes",
  coalesce(units, 0)::INTEGER AS "units", coalesce(covered, 0)::INTEGER AS "covered",
  v.advisory AS "advisory", v.title AS "title", v.severity AS "severity", v.rated_by AS "ratedBy", v.released AS "released",
  v.released_day AS "releasedDay", v.supersedes AS "supersedes", v.steps AS "steps", v.cves AS "cves", coalesce(v.known_exploited, '') AS "knownExploited",
  v.source AS "source",
  count(*) OVER ()::INTEGER AS "total", coalesce(sum(findings) OVER (), 0)::INTEGER AS "totalFindings"
FROM grouped g
JOIN known v ON v.fix = g.fix AND v.product = g.product
LEFT JOIN queue q ON q.fix = g.fix AND q.product = g.product
LEFT JOIN asides s ON s.fix = g.fix AND s.product = g.product
WHERE ($rank::VARCHAR IS NULL OR g.rank::VARCHAR = $rank::VARCHAR)
  AND ($due::VARCHAR IS NULL OR ($due::VARCHAR = 'overdue' AND overdue > 0)
    OR ($due::VARCHAR = 'soon' AND due >= $as_of::TIMESTAMPTZ AND due < $as_of::TIMESTAMPTZ + INTERVAL 7 DAY))
  AND ($exploited::VARCHAR IS NULL OR (v.known_exploited IS NOT NULL) = ($exploited::VARCHAR = 'yes'))
  AND ($advisory::VARCHAR IS NULL OR g.fix = $advisory::VARCHAR OR v.advisory = $advisory::VARCHAR
    OR list_contains(from_json(v.supersedes, '["VARCHAR"]'), $advisory::VARCHAR))
  AND ($cve::VARCHAR IS NULL OR list_contains(from_json(v.cves, '["VARCHAR"]'), $cve::VARCHAR))
  AND ($q::VARCHAR IS NULL OR contains(lower(concat_ws(' ', g.fix, g.product, v.advisory, v.supersedes, v.title, v.cves)), lower($q::VARCHAR)))
ORDER BY
  CASE $sort::VARCHAR WHEN 'assets' THEN assets WHEN 'findings' THEN findings WHEN 'overdue' THEN overdue WHEN 'risk' THEN risk
    WHEN 'effort' THEN install + reboot + restart + held + settings + advice WHEN 'place' THEN place END ASC,
  CASE $sort::VARCHAR WHEN '-assets' THEN assets WHEN '-findings' THEN findings WHEN '-overdue' THEN overdue WHEN '-risk' THEN risk
    WHEN '-effort' THEN install + reboot + restart + held + settings + advice WHEN '-place' THEN place END DESC,
  CASE WHEN $sort::VARCHAR = 'due' THEN due WHEN $sort::VARCHAR = 'age' THEN oldest END ASC,
  CASE WHEN $sort::VARCHAR = '-due' THEN due WHEN $sort::VARCHAR = '-age' THEN oldest END DESC,
  CASE WHEN $sort::VARCHAR = 'product' THEN g.product END ASC,
  CASE WHEN $sort::VARCHAR = '-product' THEN g.product END DESC,
  CASE WHEN $sort::VARCHAR = '-rank' THEN g.rank END DESC,
  CASE WHEN $sort::VARCHAR = 'rank' THEN g.rank END ASC,
  q.place NULLS LAST, g.fix, g.product
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
