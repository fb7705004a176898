-- What feeds say of the inventory of fleet-inventory.sql: every product has flaws without a fix in every version, some
-- products many. A quarter of the hosts are internal, and one in fifty is in scope.
INSERT INTO advice (advice_key, supersedes, cves, unfixed, unknown, facts, records, digest, recorded_at, opened_seq)
SELECT advice_key, '[]', '[]', to_json(list({
    'vulnerability': 'CVE-2026-' || (10000 + p * 50 + flaw),
    'state': CASE flaw % 5 WHEN 0 THEN 'no_fix' WHEN 1 THEN 'wont_fix' ELSE 'postponed' END,
    'note': 'Minor issue', 'feed': 'debian-tracker', 'seq': 2, 'at': '$.source' || p} ORDER BY flaw))::VARCHAR,
  '[]', '[]', '[]', '', TIMESTAMPTZ '2026-05-02 06:00:00Z', 2
FROM (
  SELECT DISTINCT i.platform, p.p, concat_ws(chr(9), i.platform, 'source' || p.p, '1.' || v.v || '-' || (p.p % 3 + 1), '', '') AS advice_key
  FROM (SELECT DISTINCT platform FROM asset_interval) i, range(600) p(p), range(3, 15) v(v)
), range(50) f(flaw)
WHERE flaw < CASE WHEN p = 0 THEN 50 WHEN p < 100 THEN 4 ELSE 1 + p % 2 END
GROUP BY advice_key, p;

INSERT INTO asset_decision
SELECT asset_id, attribute, value, TIMESTAMPTZ '1970-01-01 00:00:00Z', TIMESTAMPTZ '1970-01-01 00:00:00Z', 1
FROM (
  SELECT asset_id, 'exposure' AS attribute, 'internal' AS value FROM asset WHERE hash(asset_id) % 4 = 0
  UNION ALL
  SELECT asset_id, 'scope', 'pci-cde' FROM asset WHERE hash(asset_id) % 50 = 1
);
