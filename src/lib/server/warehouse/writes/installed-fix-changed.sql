-- name: installed-fix-changed
-- Everything installed of products of which feeds newly name another fixed version, or none, for one of its packages.
-- notnull: assetId, family, name, arch, version, source, sourceVersion, held
WITH installed AS (
  SELECT p.asset_id, a.platform, a.family, p.name, p.arch, p.version, p.source, p.source_version, p.held, p.candidate,
    p.security_version, p.module,
    CASE a.family WHEN 'redhat' THEN p.name || '.' || p.arch ELSE p.source END AS product,
    advice_key_of(a.platform, p.name, p.arch, p.version, p.source, p.source_version, p.module) AS advice_key
  FROM package_interval p
  JOIN asset_interval a ON a.asset_id = p.asset_id AND a.valid_to IS NULL AND a.superseded_seq IS NULL
  WHERE p.valid_to IS NULL AND p.superseded_seq IS NULL
)
SELECT i.asset_id AS "assetId", i.platform AS "platform", i.family AS "family", i.name AS "name", i.arch AS "arch",
  i.version AS "version", i.source AS "source", i.source_version AS "sourceVersion", i.held AS "held",
  i.candidate AS "candidate", i.security_version AS "securityVersion", i.module AS "module"
FROM installed i
SEMI JOIN (
  SELECT asset_id, product FROM installed WHERE advice_key IN (SELECT unnest($advice_keys::VARCHAR[]))
) c ON c.asset_id = i.asset_id AND c.product = i.product
ORDER BY i.asset_id, i.name, i.arch
