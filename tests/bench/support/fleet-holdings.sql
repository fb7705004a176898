-- What the hosts of fleet-inventory.sql hold, as applying their scans would write it.
INSERT INTO holding
SELECT row_number() OVER (ORDER BY p, platform, v)::INTEGER,
  concat_ws(chr(9), platform, 'source' || p, '1.' || v || '-' || (p % 3 + 1), '', ''), 1
FROM range(600) p(p), (VALUES ('debian/bookworm'), ('debian/trixie')) s(platform), range(3, 15) v(v);

INSERT INTO holding_interval
SELECT asset_id, TIMESTAMPTZ '2026-05-01 06:00:00Z', NULL, 1, NULL, NULL,
  (1 + p * 24 + hash(asset_id) % 12 + 12 * (hash(asset_id) % 2))::INTEGER
FROM asset, range(600) t(p);
