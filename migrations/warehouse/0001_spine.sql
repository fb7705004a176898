-- Everything here is derived from the event log and its artifacts: `patchproof rebuild` makes it anew.
-- Two clocks. Valid time: valid_from ≤ t < valid_to (start of the scan that showed it, NULL = still so).
-- Known time: opened_seq, closed_seq, superseded_seq are the events that recorded each edge.

CREATE TYPE rank AS ENUM ('severe', 'high', 'medium', 'low');

CREATE TABLE applied (
  epoch INTEGER NOT NULL,
  seq BIGINT NOT NULL,
  root VARCHAR NOT NULL,
  code VARCHAR NOT NULL
);

CREATE TABLE policy_version (
  version INTEGER NOT NULL,
  effective_from TIMESTAMPTZ NOT NULL,
  zone VARCHAR NOT NULL,
  document VARCHAR NOT NULL,
  opened_seq BIGINT NOT NULL
);

CREATE TABLE asset (
  asset_id VARCHAR NOT NULL,
  first_name VARCHAR NOT NULL,
  opened_seq BIGINT NOT NULL
);

-- Decided facts: what people say of an asset, with the instant from which it holds.
CREATE TABLE asset_decided (
  asset_id VARCHAR NOT NULL,
  unit VARCHAR NOT NULL,
  valid_from TIMESTAMPTZ NOT NULL,
  opened_seq BIGINT NOT NULL
);

-- A row per scan and asset, of which there are most: a scan's id is the start of its artifact's hash, not a column,
-- and the hash takes its 32 bytes, not 64 digits.
CREATE TABLE scan (
  asset_id VARCHAR NOT NULL,
  seq BIGINT NOT NULL,
  scanner VARCHAR NOT NULL,
  method VARCHAR NOT NULL,
  profile VARCHAR NOT NULL,
  host VARCHAR NOT NULL,
  outcome VARCHAR NOT NULL,
  sufficient BOOLEAN NOT NULL,
  started_at TIMESTAMPTZ NOT NULL,
  finished_at TIMESTAMPTZ NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL,
  failure_code VARCHAR,
  failure_message VARCHAR,
  failure_remedy VARCHAR,
  artifact BLOB NOT NULL,
  job_id VARCHAR
);

CREATE TABLE asset_interval (
  asset_id VARCHAR NOT NULL,
  valid_from TIMESTAMPTZ NOT NULL,
  valid_to TIMESTAMPTZ,
  opened_seq BIGINT NOT NULL,
  closed_seq BIGINT,
  superseded_seq BIGINT,
  name VARCHAR NOT NULL,
  address VARCHAR,
  family VARCHAR,
  os_id VARCHAR,
  os_name VARCHAR,
  kernel VARCHAR,
  facts VARCHAR NOT NULL
);

CREATE TABLE package_interval (
  asset_id VARCHAR NOT NULL,
  valid_from TIMESTAMPTZ NOT NULL,
  valid_to TIMESTAMPTZ,
  opened_seq BIGINT NOT NULL,
  closed_seq BIGINT,
  superseded_seq BIGINT,
  name VARCHAR NOT NULL,
  arch VARCHAR NOT NULL,
  version VARCHAR NOT NULL,
  source VARCHAR NOT NULL,
  source_version VARCHAR NOT NULL,
  held BOOLEAN NOT NULL,
  candidate VARCHAR,
  security_version VARCHAR,
  phased INTEGER,
  origins VARCHAR NOT NULL,
  installed_at TIMESTAMPTZ
);

CREATE TABLE service_interval (
  asset_id VARCHAR NOT NULL,
  key VARCHAR NOT NULL,
  valid_from TIMESTAMPTZ NOT NULL,
  valid_to TIMESTAMPTZ,
  opened_seq BIGINT NOT NULL,
  closed_seq BIGINT,
  superseded_seq BIGINT,
  protocol VARCHAR NOT NULL,
  port INTEGER NOT NULL,
  state VARCHAR NOT NULL,
  service VARCHAR,
  product VARCHAR,
  version VARCHAR,
  extra VARCHAR
);

CREATE TABLE finding_interval (
  asset_id VARCHAR NOT NULL,
  finding_id VARCHAR NOT NULL,
  valid_from TIMESTAMPTZ NOT NULL,
  valid_to TIMESTAMPTZ,
  opened_seq BIGINT NOT NULL,
  closed_seq BIGINT,
  superseded_seq BIGINT,
  product VARCHAR NOT NULL,
  fix VARCHAR NOT NULL,
  reopen_no INTEGER NOT NULL,
  state VARCHAR NOT NULL,
  packages VARCHAR NOT NULL,
  first_detected TIMESTAMPTZ NOT NULL,
  detected_by VARCHAR NOT NULL,
  installed_at TIMESTAMPTZ,
  fixed_at TIMESTAMPTZ,
  verified_at TIMESTAMPTZ,
  verified_by VARCHAR,
  contradicted_by VARCHAR,
  reopened_at TIMESTAMPTZ
);

-- Append-only: one row per deadline and cause (sla.md). valid_to is derived from the next row.
CREATE TABLE obligation (
  asset_id VARCHAR NOT NULL,
  finding_id VARCHAR NOT NULL,
  rule VARCHAR NOT NULL,
  rule_name VARCHAR NOT NULL,
  binding VARCHAR NOT NULL,
  policy_version INTEGER NOT NULL,
  rank rank NOT NULL,
  -- false = not ranked yet and therefore treated as high
  ranked BOOLEAN NOT NULL,
  clock_start TIMESTAMPTZ NOT NULL,
  clock_basis VARCHAR NOT NULL,
  limit_duration VARCHAR NOT NULL,
  due TIMESTAMPTZ NOT NULL,
  valid_from TIMESTAMPTZ NOT NULL,
  cause VARCHAR NOT NULL,
  opened_seq BIGINT NOT NULL,
  superseded_seq BIGINT
);

-- What the next scan of an asset needs: the fold's state, replaced when it changes.
CREATE TABLE asset_state (
  asset_id VARCHAR NOT NULL,
  state VARCHAR NOT NULL
);

-- Access and both clocks stand here once; every query reads through these.
CREATE MACRO visible_unit(viewer_units, as_of, known_at) AS TABLE
  SELECT asset_id, unit
  FROM (
    SELECT asset_id, arg_max(unit, (valid_from, opened_seq)) AS unit
    FROM asset_decided
    WHERE valid_from <= as_of AND opened_seq <= known_at
    GROUP BY asset_id
  )
  WHERE list_contains(viewer_units, '*') OR list_contains(viewer_units, unit);

CREATE MACRO visible_scan(viewer_units, as_of, known_at) AS TABLE
  SELECT left(lower(hex(s.artifact)), 32) AS scan_id, s.* REPLACE (lower(hex(s.artifact)) AS artifact)
  FROM scan s JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = s.asset_id
  WHERE s.seq <= known_at AND s.started_at <= as_of;

CREATE MACRO visible_asset(viewer_units, as_of, known_at) AS TABLE
  SELECT a.asset_id, u.unit, coalesce(i.name, a.first_name) AS name, i.valid_from AS observed_from,
    i.address, i.family, i.os_id, i.os_name, i.kernel, i.facts
  FROM asset a
  JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = a.asset_id
  LEFT JOIN asset_interval i ON i.asset_id = a.asset_id
    AND i.valid_from <= as_of AND i.opened_seq <= known_at
    AND (i.valid_to IS NULL OR i.closed_seq > known_at OR i.valid_to > as_of)
    AND (i.superseded_seq IS NULL OR i.superseded_seq > known_at)
  WHERE a.opened_seq <= known_at;

CREATE MACRO visible_package(viewer_units, as_of, known_at) AS TABLE
  SELECT p.*
  FROM package_interval p JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = p.asset_id
  WHERE p.valid_from <= as_of AND p.opened_seq <= known_at
    AND (p.valid_to IS NULL OR p.closed_seq > known_at OR p.valid_to > as_of)
    AND (p.superseded_seq IS NULL OR p.superseded_seq > known_at);

CREATE MACRO visible_service(viewer_units, as_of, known_at) AS TABLE
  SELECT p.*
  FROM service_interval p JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = p.asset_id
  WHERE p.valid_from <= as_of AND p.opened_seq <= known_at
    AND (p.valid_to IS NULL OR p.closed_seq > known_at OR p.valid_to > as_of)
    AND (p.superseded_seq IS NULL OR p.superseded_seq > known_at);

CREATE MACRO visible_finding(viewer_units, as_of, known_at) AS TABLE
  SELECT f.*
  FROM finding_interval f JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = f.asset_id
  WHERE f.valid_from <= as_of AND f.opened_seq <= known_at
    AND (f.valid_to IS NULL OR f.closed_seq > known_at OR f.valid_to > as_of)
    AND (f.superseded_seq IS NULL OR f.superseded_seq > known_at);

-- Every row of a finding up to as_of, for its history.
CREATE MACRO visible_finding_history(viewer_units, as_of, known_at) AS TABLE
  SELECT f.*
  FROM finding_interval f JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = f.asset_id
  WHERE f.valid_from <= as_of AND f.opened_seq <= known_at
    AND (f.superseded_seq IS NULL OR f.superseded_seq > known_at);

-- Reopenings known, also of days after as_of: they void a closure in answers about the days before them.
CREATE MACRO visible_reopening(viewer_units, as_of, known_at) AS TABLE
  SELECT DISTINCT f.asset_id, f.finding_id, f.reopened_at
  FROM finding_interval f JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = f.asset_id
  WHERE f.reopened_at IS NOT NULL AND f.opened_seq <= known_at
    AND (f.superseded_seq IS NULL OR f.superseded_seq > known_at);

CREATE MACRO visible_obligation(viewer_units, as_of, known_at) AS TABLE
  SELECT o.*
  FROM obligation o JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = o.asset_id
  WHERE o.valid_from <= as_of AND o.opened_seq <= known_at
    AND (o.superseded_seq IS NULL OR o.superseded_seq > known_at);

-- The earliest binding deadline in force, per finding: what operations follow.
CREATE MACRO visible_due(viewer_units, as_of, known_at) AS TABLE
  WITH in_force AS (
    SELECT * FROM visible_obligation(viewer_units, as_of, known_at)
    WHERE binding IN ('own', 'must')
    QUALIFY row_number() OVER (PARTITION BY finding_id, rule ORDER BY valid_from DESC, opened_seq DESC) = 1
  )
  SELECT * FROM in_force
  QUALIFY row_number() OVER (PARTITION BY finding_id ORDER BY due, rule) = 1;

-- Assets that any scan has looked at, with their verdict: not-scanned without a sufficient scan since
-- covered_since, else fail with an open finding, else indeterminate with a reason, else pass.
CREATE MACRO visible_judged_asset(viewer_units, as_of, known_at, covered_since) AS TABLE
WITH scans AS (
  SELECT asset_id,
    count(*) AS scans,
    count(*) FILTER (WHERE outcome = 'failed') AS failures,
    max(started_at) FILTER (WHERE sufficient) AS last_complete,
    arg_max(scan_id, (started_at, scan_id)) FILTER (WHERE sufficient) AS last_complete_scan,
    max(started_at) AS last_attempt,
    arg_max(scan_id, (started_at, scan_id)) AS last_attempt_scan,
    arg_max(outcome, (started_at, scan_id)) AS last_outcome,
    arg_max(failure_code, (started_at, scan_id)) FILTER (WHERE outcome <> 'complete') AS last_failure_code,
    arg_max(failure_message, (started_at, scan_id)) FILTER (WHERE outcome <> 'complete') AS last_failure_message,
    arg_max(failure_remedy, (started_at, scan_id)) FILTER (WHERE outcome <> 'complete') AS last_failure_remedy,
    arg_max(host, (started_at, scan_id)) AS host,
    bool_or(method = 'credentialed' AND outcome <> 'failed') AS credentialed,
    bool_or(outcome <> 'failed') AS reached
  FROM visible_scan(viewer_units, as_of, known_at)
  GROUP BY asset_id
),
findings AS (
  SELECT f.asset_id,
    count(*) FILTER (WHERE f.state NOT IN ('fixed', 'removed')) AS open,
    count(*) FILTER (WHERE f.state NOT IN ('fixed', 'removed') AND d.due < as_of) AS overdue,
    min(d.due) FILTER (WHERE f.state NOT IN ('fixed', 'removed')) AS first_due
  FROM visible_finding(viewer_units, as_of, known_at) f
  LEFT JOIN visible_due(viewer_units, as_of, known_at) d
    ON d.finding_id = f.finding_id
  GROUP BY f.asset_id
),
packages AS (
  SELECT asset_id, count(*) AS packages
  FROM visible_package(viewer_units, as_of, known_at)
  GROUP BY asset_id
),
services AS (
  SELECT asset_id, count(*) AS services
  FROM visible_service(viewer_units, as_of, known_at)
  WHERE state = 'open'
  GROUP BY asset_id
),
judged AS (
  SELECT a.*, s.* EXCLUDE (asset_id), coalesce(f.open, 0) AS open, coalesce(f.overdue, 0) AS overdue, f.first_due,
    coalesce(p.packages, 0) AS packages, coalesce(v.services, 0) AS services,
    CASE
      WHEN s.last_complete IS NULL OR s.last_complete < covered_since THEN 'not-scanned'
      WHEN coalesce(f.open, 0) > 0 THEN 'fail'
      WHEN json_array_length(a.facts, '$.reasons') > 0 THEN 'indeterminate'
      ELSE 'pass'
    END AS verdict
  FROM visible_asset(viewer_units, as_of, known_at) a
  JOIN scans s ON s.asset_id = a.asset_id
  LEFT JOIN findings f ON f.asset_id = a.asset_id
  LEFT JOIN packages p ON p.asset_id = a.asset_id
  LEFT JOIN services v ON v.asset_id = a.asset_id
)
SELECT * FROM judged;
