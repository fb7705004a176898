-- name: queue-packages
-- Packages that chosen fixes are yet to be installed in, each version once, by family and release of the systems.
-- notnull: id, product, family, system, name, fixed
WITH waiting AS (
  SELECT fix_id(f.fix, f.product) AS id, f.product,
    CASE CASE WHEN a.family IS NOT NULL THEN asset_class_of(a.os_id, true) END WHEN 'debian' THEN 'debian' WHEN 'ubuntu' THEN 'debian' WHEN 'redhat' THEN 'redhat' END AS family,
    coalesce(a.os_name, a.os_id) AS system, coalesce(w.advisory, v.advisory) AS advisory,
    unnest(from_json(f.packages, '["JSON"]')) AS pkg
  FROM visible_open($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) o
  JOIN visible_finding($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) f ON f.finding_id = o.finding_id
  JOIN visible_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) a ON a.asset_id = o.asset_id
  LEFT JOIN visible_advice($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) w ON w.advice_key = f.advice_key
  LEFT JOIN visible_advisory($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) v ON v.fix = f.fix
  WHERE list_contains($ids::VARCHAR[], fix_id(f.fix, f.product))
    AND o.state NOT IN ('reboot_pending', 'old_code_running')
)
SELECT DISTINCT id AS "id", product AS "product", family AS "family", system AS "system", json_extract_string(pkg, '$.name') AS "name",
  json_extract_string(pkg, '$.fixed') AS "fixed", json_extract_string(pkg, '$.scheme') AS "scheme", advisory AS "advisory"
FROM waiting
WHERE family IS NOT NULL AND json_extract_string(pkg, '$.fixed') IS NOT NULL
ORDER BY "family", "system", "name", "fixed", "id"
