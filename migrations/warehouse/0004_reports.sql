-- What other tools' reports say, one row per flaw and span in which nothing of it changed.

-- One row per report, with the receipt's counts.
CREATE TABLE report_load (
  seq BIGINT NOT NULL,
  artifact BLOB NOT NULL,
  format VARCHAR NOT NULL,
  tool VARCHAR NOT NULL,
  tool_version VARCHAR,
  file_name VARCHAR NOT NULL,
  zone VARCHAR NOT NULL,
  time_assumed BOOLEAN NOT NULL,
  received_at TIMESTAMPTZ NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL,
  made_at TIMESTAMPTZ,
  assets INTEGER NOT NULL,
  records INTEGER NOT NULL,
  flaws INTEGER NOT NULL,
  findings INTEGER NOT NULL,
  new INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  reopened INTEGER NOT NULL,
  closed INTEGER NOT NULL,
  skipped VARCHAR NOT NULL
);

-- Ends when a later scan of the tool shows it gone. flaw_id = hash of tool × check × product × port. by_login = a scan
-- with login saw it. finding_fixes = the fixes of the findings it belongs to, apart by chr(29).
CREATE TABLE reported_flaw (
  asset_id VARCHAR NOT NULL,
  tool VARCHAR NOT NULL,
  flaw_id VARCHAR NOT NULL,
  valid_from TIMESTAMPTZ NOT NULL,
  valid_to TIMESTAMPTZ,
  opened_seq BIGINT NOT NULL,
  closed_seq BIGINT,
  superseded_seq BIGINT,
  check_id VARCHAR NOT NULL,
  product VARCHAR NOT NULL,
  arch VARCHAR NOT NULL,
  port VARCHAR NOT NULL,
  state VARCHAR NOT NULL,
  by_login BOOLEAN NOT NULL,
  facts INTEGER NOT NULL,
  first_detected TIMESTAMPTZ NOT NULL,
  reopen_no INTEGER NOT NULL,
  time_assumed BOOLEAN NOT NULL,
  scan_id VARCHAR NOT NULL,
  title VARCHAR NOT NULL,
  severity VARCHAR,
  cvss VARCHAR,
  fixes VARCHAR NOT NULL,
  cves VARCHAR NOT NULL,
  installed VARCHAR,
  fixed VARCHAR,
  scheme VARCHAR,
  finding_fixes VARCHAR NOT NULL,
  tool_first_seen TIMESTAMPTZ,
  evidence VARCHAR NOT NULL,
  remedy VARCHAR
);

-- What tools say of the fix of a product, each statement once: rating, title and CVEs that no advisory gives.
CREATE TABLE reported_fix (
  tool VARCHAR NOT NULL,
  fix VARCHAR NOT NULL,
  product VARCHAR NOT NULL,
  title VARCHAR NOT NULL,
  severity VARCHAR,
  cves VARCHAR NOT NULL,
  opened_seq BIGINT NOT NULL
);

-- Reports are nobody's assets: their counts are shown to whoever may import.
CREATE MACRO visible_report_load(viewer_units, as_of, known_at) AS TABLE
  SELECT * FROM report_load WHERE seq <= known_at AND recorded_at <= as_of AND (list_contains(viewer_units, '*') OR format IS NOT NULL);

CREATE MACRO visible_reported(viewer_units, as_of, known_at) AS TABLE
  SELECT r.*, u.unit
  FROM reported_flaw r JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = r.asset_id
  WHERE r.valid_from <= as_of AND r.opened_seq <= known_at
    AND (r.valid_to IS NULL OR r.closed_seq > known_at OR r.valid_to > as_of)
    AND (r.superseded_seq IS NULL OR r.superseded_seq > known_at);

-- Every flaw that a tool ever reported of a finding's asset, fix and product, up to as_of.
CREATE MACRO visible_reported_history(viewer_units, as_of, known_at) AS TABLE
  SELECT r.*, CASE WHEN r.closed_seq <= known_at AND r.valid_to <= as_of THEN r.valid_to END AS ended_at
  FROM reported_flaw r JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = r.asset_id
  WHERE r.valid_from <= as_of AND r.opened_seq <= known_at
    AND (r.superseded_seq IS NULL OR r.superseded_seq > known_at);

-- What all tools together say of a fix: the worst rating, every CVE.
CREATE MACRO visible_reported_fix(viewer_units, as_of, known_at) AS TABLE
  SELECT fix, product, arg_min(title, (opened_seq, tool, title)) AS title, string_agg(DISTINCT tool, ', ' ORDER BY tool) AS tools,
    list_extract(['critical', 'high', 'medium', 'low', 'info'],
      min(list_position(['critical', 'high', 'medium', 'low', 'info'], severity))::INTEGER) AS severity,
    to_json(list_sort(list_distinct(flatten(list(from_json(cves, '["VARCHAR"]'))))))::VARCHAR AS cves
  FROM reported_fix
  WHERE opened_seq <= known_at AND (list_contains(viewer_units, '*') OR fix IS NOT NULL)
  GROUP BY fix, product;

-- What is known of each finding's fix: what feeds say of the installed version, else what an advisory document says of
-- the fix, else what other tools report of it.
CREATE OR REPLACE MACRO visible_known_fix(viewer_units, as_of, known_at) AS TABLE
  SELECT f.finding_id,
    coalesce(w.advisory, v.advisory) AS advisory, coalesce(w.title, v.title, r.title) AS title,
    coalesce(w.source, v.source, r.tools) AS source, coalesce(w.supersedes, '[]') AS supersedes, w.steps,
    coalesce(w.severity, v.severity, r.severity) AS severity,
    CASE WHEN w.released IS NULL AND w.released_day IS NULL THEN v.released ELSE w.released END AS released,
    CASE WHEN w.released IS NULL AND w.released_day IS NULL THEN v.released_day ELSE w.released_day END AS released_day,
    least(w.known_exploited, v.known_exploited) AS known_exploited,
    coalesce(nullif(w.cves, '[]'), nullif(v.cves, '[]'), r.cves, '[]') AS cves,
    coalesce(w.facts, '[]') AS facts, coalesce(w.records, '[]') AS records, coalesce(w.unknown, '[]') AS unknown
  FROM visible_finding(viewer_units, as_of, known_at) f
  LEFT JOIN visible_advice(viewer_units, as_of, known_at) w ON w.advice_key = f.advice_key
  LEFT JOIN visible_advisory(viewer_units, as_of, known_at) v ON v.fix = f.fix
  LEFT JOIN visible_reported_fix(viewer_units, as_of, known_at) r ON r.fix = f.fix AND r.product = f.product
  WHERE w.advice_key IS NOT NULL OR v.fix IS NOT NULL OR r.fix IS NOT NULL;

-- Claims of other tools about products that our own complete scans of the asset know: `agrees` where ours find a patch
-- of it missing too, else `conflict`, which two persons decide.
CREATE MACRO visible_second_opinion(viewer_units, as_of, known_at) AS TABLE
  WITH claims AS (
    SELECT * FROM visible_reported(viewer_units, as_of, known_at)
    WHERE finding_fixes <> '' AND product <> '' AND state <> 'claimed'
  ),
  reports AS (
    SELECT DISTINCT left(lower(hex(artifact)), 32) AS scan_id FROM visible_report_load(viewer_units, as_of, known_at)
  ),
  own AS (
    SELECT f.asset_id, f.product, min(f.fix) AS fix
    FROM visible_finding(viewer_units, as_of, known_at) f
    WHERE f.state NOT IN ('fixed', 'removed') AND f.detected_by NOT IN (SELECT scan_id FROM reports)
    GROUP BY f.asset_id, f.product
  ),
  known AS (
    SELECT c.asset_id, c.flaw_id,
      string_agg(DISTINCT p.name || ' ' || p.version, ', ' ORDER BY p.name || ' ' || p.version) AS own_packages,
      min(CASE WHEN p.name = c.product THEN p.version ELSE p.source_version END) AS own_version,
      min(CASE WHEN p.security_version IS NOT NULL THEN p.security_version END) AS own_security_version,
      min(o.fix) AS own_fix
    FROM claims c
    JOIN visible_package(viewer_units, as_of, known_at) p
      ON p.asset_id = c.asset_id AND (p.name = c.product OR p.source = c.product)
    LEFT JOIN own o ON o.asset_id = c.asset_id AND (o.product = p.source OR o.product = c.product)
    GROUP BY c.asset_id, c.flaw_id
  )
  SELECT c.*, k.own_packages, k.own_version, k.own_security_version, k.own_fix, s.own_scanned_at, s.own_scan_id,
    CASE WHEN k.own_fix IS NULL THEN 'conflict' ELSE 'agrees' END AS opinion
  FROM claims c
  JOIN known k ON k.asset_id = c.asset_id AND k.flaw_id = c.flaw_id
  JOIN (
    SELECT asset_id, max(started_at) AS own_scanned_at, arg_max(scan_id, (started_at, scan_id)) AS own_scan_id
    FROM visible_scan(viewer_units, as_of, known_at)
    WHERE sufficient AND profile <> 'report'
    GROUP BY asset_id
  ) s ON s.asset_id = c.asset_id;
