-- name: installed-missing-fix
-- Installed packages of which feeds newly say what fixes them, where no finding of their product is open.
-- notnull: assetId, family, name, arch, version, source, sourceVersion, held
SELECT p.asset_id AS "assetId", a.platform AS "platform", a.family AS "family", p.name AS "name", p.arch AS "arch",
  p.version AS "version", p.source AS "source", p.source_version AS "sourceVersion", p.held AS "held",
  p.candidate AS "candidate", p.module AS "module"
FROM package_interval p
JOIN asset_interval a ON a.asset_id = p.asset_id AND a.valid_to IS NULL AND a.superseded_seq IS NULL
ANTI JOIN (
  SELECT asset_id, product FROM finding_interval
  WHERE valid_to IS NULL AND superseded_seq IS NULL AND state NOT IN ('fixed', 'removed')
) f ON f.asset_id = p.asset_id AND f.product = CASE a.family WHEN 'redhat' THEN p.name || '.' || p.arch ELSE p.source END
WHERE p.valid_to IS NULL AND p.superseded_seq IS NULL
  AND advice_key_of(a.platform, p.name, p.arch, p.version, p.source, p.source_version, p.module)
    IN (SELECT unnest($advice_keys::VARCHAR[]))
ORDER BY p.asset_id, p.name, p.arch
