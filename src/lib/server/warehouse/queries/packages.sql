-- name: packages
-- Installed packages of one asset as of an instant, with what its own index offers.
-- notnull: name, arch, source, installed, held, origins, total
-- json: origins string[]
SELECT p.name AS "name", p.arch AS "arch", p.source AS "source", p.version AS "installed", p.candidate AS "candidate",
  p.security_version AS "securityVersion", p.held AS "held", p.phased AS "phased", p.origins AS "origins",
  p.installed_at AS "installedAt", count(*) OVER ()::INTEGER AS "total"
FROM visible_package($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) p
WHERE p.asset_id = $asset_id::VARCHAR
  AND ($q::VARCHAR IS NULL OR contains(lower(p.name || ' ' || p.source || ' ' || p.version), lower($q::VARCHAR)))
  AND ($only::VARCHAR IS NULL
    OR ($only::VARCHAR = 'security' AND p.security_version IS NOT NULL)
    OR ($only::VARCHAR = 'pending' AND p.candidate IS NOT NULL AND p.candidate <> p.version AND p.security_version IS NULL)
    OR ($only::VARCHAR = 'held' AND p.held))
ORDER BY
  CASE WHEN $sort::VARCHAR = '-name' THEN p.name END DESC,
  CASE WHEN $sort::VARCHAR = 'installedAt' THEN p.installed_at END ASC,
  CASE WHEN $sort::VARCHAR = '-installedAt' THEN p.installed_at END DESC,
  p.name, p.arch
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
