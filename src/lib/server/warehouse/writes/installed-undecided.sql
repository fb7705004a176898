-- name: installed-undecided
-- On every asset that has one of the changed keys installed, its packages of which feeds cannot tell.
-- notnull: assetId, family, name, arch, version, source, sourceVersion, isUndecided
WITH installed AS (
  SELECT p.asset_id, a.platform, a.family, p.name, p.arch, p.version, p.source, p.source_version, p.module,
    advice_key_of(a.platform, p.name, p.arch, p.version, p.source, p.source_version, p.module) AS advice_key
  FROM package_interval p
  JOIN asset_interval a ON a.asset_id = p.asset_id AND a.valid_to IS NULL AND a.superseded_seq IS NULL
  WHERE p.valid_to IS NULL AND p.superseded_seq IS NULL
    AND (starts_with(a.platform, 'windows/') OR starts_with(p.name, 'pkg:'))
),
touched AS (
  SELECT DISTINCT asset_id FROM installed WHERE advice_key IN (SELECT unnest($changed::VARCHAR[]))
)
SELECT i.asset_id AS "assetId", i.platform AS "platform", i.family AS "family", i.name AS "name", i.arch AS "arch",
  i.version AS "version", i.source AS "source", i.source_version AS "sourceVersion", i.module AS "module",
  i.advice_key IN (SELECT unnest($undecided::VARCHAR[])) AS "isUndecided"
FROM installed i SEMI JOIN touched t ON t.asset_id = i.asset_id
WHERE i.advice_key IN (SELECT unnest($undecided::VARCHAR[])) OR i.advice_key IN (SELECT unnest($changed::VARCHAR[]))
ORDER BY i.asset_id, i.name, i.arch
