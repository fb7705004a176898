-- Who says how severe a fix is, where it is not the vendor: the tools that report it.
CREATE OR REPLACE MACRO visible_known_fix(viewer_units, as_of, known_at) AS TABLE
  SELECT f.finding_id,
    coalesce(w.advisory, v.advisory) AS advisory, coalesce(w.title, v.title, r.title) AS title,
    coalesce(w.source, v.source, r.tools) AS source, coalesce(w.supersedes, '[]') AS supersedes, w.steps,
    coalesce(w.severity, v.severity, r.severity) AS severity,
    CASE WHEN w.severity IS NULL AND v.severity IS NULL AND r.severity IS NOT NULL THEN r.tools END AS rated_by,
    CASE WHEN w.released IS NULL AND w.released_day IS NULL THEN v.released ELSE w.released END AS released,
    CASE WHEN w.released IS NULL AND w.released_day IS NULL THEN v.released_day ELSE w.released_day END AS released_day,
    least(w.known_exploited, v.known_exploited) AS known_exploited,
    coalesce(nullif(w.cves, '[]'), nullif(v.cves, '[]'), r.cves, '[]') AS cves,
    coalesce(w.facts, '[]') AS facts, coalesce(w.records, '[]') AS records, coalesce(w.unknown, '[]') AS unknown
  FROM visible_finding(viewer_units, as_of, known_at) f
  LEFT JOIN visible_advice(viewer_units, as_of, known_at) w ON w.advice_key = f.advice_key
  LEFT JOIN visible_advisory(viewer_units, as_of, known_at) v ON v.fix = f.fix
  LEFT JOIN visible_reported_fix(viewer_units, as_of, known_at) r ON r.fix = f.fix AND r.product = f.product
  WHERE w.advice_key IS NOT NULL OR v.fix IS NOT NULL OR r.fix IS NOT NULL;
