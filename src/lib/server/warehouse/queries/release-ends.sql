-- name: release-ends
-- The releases of systems in use of which feeds say how long they get fixes, with the assets that have each; `extended` =
-- assets that go on to get the fixes of an extension; `unsure` = assets that may have another one of the same build.
-- notnull: subject, system, content, assets, extended, unsure, units
-- json: units string[]
WITH used AS (
  SELECT unnest(coalesce(from_json(json_extract(a.facts, '$.release.either'), '["VARCHAR"]'),
      [json_extract_string(a.facts, '$.release.subject')])) AS subject, a.os_name, a.unit,
    json_exists(a.facts, '$.release.either') AS unsure,
    coalesce(json_extract(a.facts, '$.release.extended')::BOOLEAN, false) AS extended
  FROM visible_covered($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT, $covered_since::TIMESTAMPTZ) a
  WHERE NOT a.retired
),
told AS (
  SELECT f.subject, f.content
  FROM visible_feed_fact($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) f
  WHERE f.kind = 'release-life'
  QUALIFY row_number() OVER (PARTITION BY f.subject ORDER BY f.feed, f.content) = 1
)
SELECT u.subject AS "subject", max(coalesce(u.os_name, u.subject)) AS "system", t.content AS "content",
  count(*)::INTEGER AS "assets", (count(*) FILTER (WHERE u.extended))::INTEGER AS "extended",
  (count(*) FILTER (WHERE u.unsure))::INTEGER AS "unsure",
  to_json(list_sort(list_distinct(list(u.unit))))::VARCHAR AS "units"
FROM used u JOIN told t ON t.subject = u.subject
GROUP BY u.subject, t.content
ORDER BY u.subject
