-- A synthetic inventory: $hosts hosts of two releases with 600 packages each, every package in one of twelve versions.
INSERT INTO asset SELECT 'asset-' || lpad(i::VARCHAR, 6, '0'), 'host-' || i, 1 FROM range($hosts::BIGINT) t(i);

INSERT INTO asset_decision
SELECT asset_id, 'unit', 'default', TIMESTAMPTZ '1970-01-01 00:00:00Z', TIMESTAMPTZ '1970-01-01 00:00:00Z', 1 FROM asset;

INSERT INTO asset_interval (asset_id, valid_from, opened_seq, name, family, os_id, os_name, kernel, facts, platform)
SELECT asset_id, TIMESTAMPTZ '2026-05-01 06:00:00Z', 1, first_name, 'debian', 'debian', 'Debian GNU/Linux', '6.1.0', '{}',
  CASE WHEN hash(asset_id) % 2 = 0 THEN 'debian/bookworm' ELSE 'debian/trixie' END
FROM asset;

INSERT INTO scan (asset_id, seq, scanner, method, profile, host, outcome, sufficient, started_at, finished_at, recorded_at, artifact)
SELECT asset_id, 1, 'ssh', 'credentialed', 'default', first_name, 'complete', true, TIMESTAMPTZ '2026-05-01 06:00:00Z',
  TIMESTAMPTZ '2026-05-01 06:00:10Z', TIMESTAMPTZ '2026-05-01 06:00:11Z', unhex(md5(asset_id) || md5(first_name))
FROM asset;

INSERT INTO package_interval (asset_id, valid_from, opened_seq, name, arch, version, source, source_version, held, origins)
SELECT asset_id, TIMESTAMPTZ '2026-05-01 06:00:00Z', 1, 'lib' || p, 'amd64', version, 'source' || p, version, false, '[]'
FROM (
  SELECT asset_id, p, '1.' || (hash(asset_id) % 12 + 3) || '-' || (p % 3 + 1) AS version
  FROM asset, range(600) t(p)
);
