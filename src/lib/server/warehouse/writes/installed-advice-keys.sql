-- name: installed-advice-keys
-- What is installed anywhere, and what findings are about: each product in each version on each platform once.
-- notnull: key
SELECT DISTINCT advice_key_of(a.platform, p.name, p.arch, p.version, p.source, p.source_version, p.module) AS "key"
FROM package_interval p
JOIN asset_interval a ON a.asset_id = p.asset_id AND a.valid_to IS NULL AND a.superseded_seq IS NULL
WHERE p.valid_to IS NULL AND p.superseded_seq IS NULL AND (a.platform IS NOT NULL OR starts_with(p.name, 'pkg:'))
UNION
SELECT DISTINCT advice_key FROM finding_interval
WHERE superseded_seq IS NULL AND advice_key IS NOT NULL AND NOT starts_with(advice_key, 'report' || chr(9))
