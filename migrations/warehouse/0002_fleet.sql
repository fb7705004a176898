-- Decisions about assets, advisories, groups, and deadlines with their local days.

DROP TABLE asset_decided;

-- One row per attribute: what people decided of an asset, from when it holds and when it was recorded. A scan never
-- writes here. An empty value = the decision is withdrawn.
CREATE TABLE asset_decision (
  asset_id VARCHAR NOT NULL,
  attribute VARCHAR NOT NULL,
  value VARCHAR NOT NULL,
  valid_from TIMESTAMPTZ NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL,
  opened_seq BIGINT NOT NULL
);

CREATE TABLE business_unit (
  unit VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  opened_seq BIGINT NOT NULL
);

-- Rules are tried by position; an empty list of a rule allows any value. removed = the group is no more.
CREATE TABLE asset_group (
  group_id VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  position INTEGER NOT NULL,
  removed BOOLEAN NOT NULL,
  rule VARCHAR NOT NULL,
  opened_seq BIGINT NOT NULL
);

-- What an advisory says of one fix; the newest row of a fix known at an event counts.
CREATE TABLE advisory_fix (
  fix VARCHAR NOT NULL,
  advisory VARCHAR NOT NULL,
  title VARCHAR NOT NULL,
  source VARCHAR NOT NULL,
  -- Instant, or null when only a day is known or nothing.
  released TIMESTAMPTZ,
  released_day VARCHAR,
  severity VARCHAR,
  known_exploited VARCHAR,
  cves VARCHAR NOT NULL,
  rank rank,
  recorded_at TIMESTAMPTZ NOT NULL,
  artifact VARCHAR NOT NULL,
  opened_seq BIGINT NOT NULL
);

ALTER TABLE finding_interval ADD COLUMN flaw_seen_at TIMESTAMPTZ;
-- later(due, valid_from), and what is counted in the policy's zone: so that queries compare and never convert.
ALTER TABLE obligation ADD COLUMN judged_at TIMESTAMPTZ;
ALTER TABLE obligation ADD COLUMN covered_from TIMESTAMPTZ;
ALTER TABLE obligation ADD COLUMN cohort DATE;
ALTER TABLE obligation ADD COLUMN due_day DATE;
ALTER TABLE obligation ADD COLUMN start_day DATE;
ALTER TABLE obligation ADD COLUMN withdrawn BOOLEAN;

CREATE MACRO local_day(instant, zone) AS timezone(zone, instant)::DATE;

-- What kind of asset it is, for coverage and groups.
CREATE MACRO asset_class_of(os_id, seen_by_network) AS CASE
  WHEN os_id = 'debian' THEN 'debian'
  WHEN os_id = 'ubuntu' THEN 'ubuntu'
  WHEN list_contains(['rhel', 'rocky', 'almalinux', 'centos', 'ol', 'fedora', 'amzn'], os_id) THEN 'redhat'
  WHEN os_id = 'windows' THEN 'windows'
  WHEN os_id IS NOT NULL THEN 'other'
  WHEN seen_by_network THEN 'network'
  ELSE 'unidentified' END;

CREATE OR REPLACE MACRO visible_unit(viewer_units, as_of, known_at) AS TABLE
  SELECT asset_id, unit
  FROM (
    SELECT asset_id, coalesce(nullif(arg_max(value, (valid_from, opened_seq)), ''), 'default') AS unit
    FROM asset_decision
    WHERE attribute = 'unit' AND valid_from <= as_of AND opened_seq <= known_at
    GROUP BY asset_id
  )
  WHERE list_contains(viewer_units, '*') OR list_contains(viewer_units, unit);

-- Decided facts in force, one row per asset. left_at = from when a retirement counts: later(effective, recorded).
CREATE MACRO visible_decided(viewer_units, as_of, known_at) AS TABLE
  SELECT u.asset_id, any_value(u.unit) AS unit,
    nullif(max(d.value) FILTER (WHERE d.attribute = 'owner'), '') AS owner,
    nullif(max(d.value) FILTER (WHERE d.attribute = 'criticality'), '') AS criticality,
    nullif(max(d.value) FILTER (WHERE d.attribute = 'environment'), '') AS environment,
    nullif(max(d.value) FILTER (WHERE d.attribute = 'exposure'), '') AS exposure,
    coalesce(max(d.value) FILTER (WHERE d.attribute = 'scope'), '') AS scope,
    coalesce(max(d.value) FILTER (WHERE d.attribute = 'status'), '') = 'retired' AS retired,
    max(d.counts_from) FILTER (WHERE d.attribute = 'status' AND d.value = 'retired') AS left_at
  FROM visible_unit(viewer_units, as_of, known_at) u
  LEFT JOIN (
    SELECT asset_id, attribute, arg_max(value, (valid_from, opened_seq)) AS value,
      arg_max(greatest(valid_from, recorded_at), (valid_from, opened_seq)) AS counts_from
    FROM asset_decision
    WHERE attribute <> 'unit' AND valid_from <= as_of AND opened_seq <= known_at
    GROUP BY asset_id, attribute
  ) d ON d.asset_id = u.asset_id
  GROUP BY u.asset_id;

CREATE MACRO visible_decision_history(viewer_units, as_of, known_at) AS TABLE
  SELECT d.*
  FROM asset_decision d SEMI JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = d.asset_id
  WHERE d.opened_seq <= known_at;

-- Business units that the viewer may see, with their names as known.
CREATE MACRO visible_business_unit(viewer_units, as_of, known_at) AS TABLE
  SELECT unit, arg_max(name, opened_seq) AS name
  FROM business_unit
  WHERE opened_seq <= known_at AND (list_contains(viewer_units, '*') OR list_contains(viewer_units, unit))
  GROUP BY unit;

CREATE MACRO visible_group(viewer_units, as_of, known_at) AS TABLE
  SELECT group_id, name, position, rule
  FROM (SELECT * FROM asset_group WHERE opened_seq <= known_at
    QUALIFY row_number() OVER (PARTITION BY group_id ORDER BY opened_seq DESC) = 1)
  WHERE NOT removed;

CREATE MACRO visible_advisory(viewer_units, as_of, known_at) AS TABLE
  SELECT * FROM advisory_fix
  WHERE opened_seq <= known_at
  QUALIFY row_number() OVER (PARTITION BY fix ORDER BY opened_seq DESC) = 1;

-- What scans say of each asset.
CREATE MACRO visible_scanned(viewer_units, as_of, known_at) AS TABLE
  SELECT asset_id, scans, failures, last_complete, last_attempt, last.outcome AS last_outcome, last.host AS host,
    last_failure_code, credentialed, seen_by_network, reached
  FROM (
    SELECT s.asset_id,
      count(*) AS scans,
      count(*) FILTER (WHERE outcome = 'failed') AS failures,
      max(started_at) FILTER (WHERE sufficient) AS last_complete,
      max(started_at) AS last_attempt,
      arg_max({'outcome': outcome, 'host': host}, (started_at, artifact)) AS last,
      arg_max(failure_code, (started_at, artifact)) FILTER (WHERE outcome <> 'complete') AS last_failure_code,
      bool_or(method = 'credentialed' AND outcome <> 'failed') AS credentialed,
      bool_or(method = 'network' AND outcome <> 'failed') AS seen_by_network,
      bool_or(outcome <> 'failed') AS reached
    FROM scan s SEMI JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = s.asset_id
    WHERE s.seq <= known_at AND s.started_at <= as_of
    GROUP BY s.asset_id
  );

-- Assets with what was observed and decided of them.
CREATE OR REPLACE MACRO visible_asset(viewer_units, as_of, known_at) AS TABLE
  SELECT a.asset_id, d.unit, coalesce(i.name, a.first_name) AS name, i.valid_from AS observed_from,
    i.address, i.family, i.os_id, i.os_name, i.kernel, i.facts,
    d.owner, d.criticality, d.environment, d.exposure, d.scope, d.retired, d.left_at
  FROM asset a
  JOIN visible_decided(viewer_units, as_of, known_at) d ON d.asset_id = a.asset_id
  LEFT JOIN asset_interval i ON i.asset_id = a.asset_id
    AND i.valid_from <= as_of AND i.opened_seq <= known_at
    AND (i.valid_to IS NULL OR i.closed_seq > known_at OR i.valid_to > as_of)
    AND (i.superseded_seq IS NULL OR i.superseded_seq > known_at)
  WHERE a.opened_seq <= known_at;

-- Assets that any scan has looked at, each in the one group whose rule holds first; null = in none.
CREATE MACRO visible_fleet(viewer_units, as_of, known_at) AS TABLE
  WITH seen AS MATERIALIZED (
    SELECT a.*, s.* EXCLUDE (asset_id), asset_class_of(a.os_id, s.seen_by_network) AS class
    FROM visible_asset(viewer_units, as_of, known_at) a
    JOIN visible_scanned(viewer_units, as_of, known_at) s ON s.asset_id = a.asset_id
  ),
  rules AS (
    SELECT group_id, name, position, from_json(rule, '{"os":["VARCHAR"],"class":["VARCHAR"],"unit":["VARCHAR"],
      "environment":["VARCHAR"],"exposure":["VARCHAR"],"criticality":["VARCHAR"],"scope":["VARCHAR"]}') AS r
    FROM visible_group(viewer_units, as_of, known_at)
  ),
  placed AS (
    SELECT a.asset_id, g.group_id, g.name
    FROM seen a JOIN rules g
      ON (r.os IS NULL OR list_contains(r.os, a.os_id))
      AND (r.class IS NULL OR list_contains(r.class, a.class))
      AND (r.unit IS NULL OR list_contains(r.unit, a.unit))
      AND (r.environment IS NULL OR list_contains(r.environment, a.environment))
      AND (r.exposure IS NULL OR list_contains(r.exposure, a.exposure))
      AND (r.criticality IS NULL OR list_contains(r.criticality, a.criticality))
      AND (r.scope IS NULL OR list_has_any(r.scope, string_split(a.scope, ',')))
    QUALIFY row_number() OVER (PARTITION BY a.asset_id ORDER BY g.position, g.group_id) = 1
  )
  SELECT seen.*, placed.group_id, placed.name AS group_name
  FROM seen LEFT JOIN placed ON placed.asset_id = seen.asset_id;

-- The deadline in force per finding and rule.
CREATE MACRO visible_in_force(viewer_units, as_of, known_at) AS TABLE
  SELECT * FROM (
    SELECT * FROM visible_obligation(viewer_units, as_of, known_at)
    QUALIFY row_number() OVER (PARTITION BY finding_id, rule ORDER BY valid_from DESC, opened_seq DESC) = 1)
  WHERE NOT withdrawn;

CREATE OR REPLACE MACRO visible_due(viewer_units, as_of, known_at) AS TABLE
  SELECT * FROM visible_in_force(viewer_units, as_of, known_at)
  WHERE binding IN ('own', 'must')
  QUALIFY row_number() OVER (PARTITION BY finding_id ORDER BY due, rule) = 1;

-- Open findings of assets in use, with the deadline that operations follow.
CREATE MACRO visible_open(viewer_units, as_of, known_at) AS TABLE
  WITH open AS MATERIALIZED (
    SELECT f.asset_id, f.finding_id, f.product, f.fix, f.first_detected, f.state, d.unit
    FROM finding_interval f
    JOIN visible_decided(viewer_units, as_of, known_at) d ON d.asset_id = f.asset_id
    WHERE f.state NOT IN ('fixed', 'removed') AND NOT d.retired
      AND f.valid_from <= as_of AND f.opened_seq <= known_at
      AND (f.valid_to IS NULL OR f.closed_seq > known_at OR f.valid_to > as_of)
      AND (f.superseded_seq IS NULL OR f.superseded_seq > known_at)
  ),
  in_force AS (
    SELECT o.finding_id, o.rule, o.binding, o.withdrawn, o.rank, o.ranked, o.due, o.due_day
    FROM obligation o SEMI JOIN open ON open.finding_id = o.finding_id
    WHERE o.valid_from <= as_of AND o.opened_seq <= known_at
      AND (o.superseded_seq IS NULL OR o.superseded_seq > known_at)
    QUALIFY row_number() OVER (PARTITION BY o.finding_id, o.rule ORDER BY o.valid_from DESC, o.opened_seq DESC) = 1
  ),
  earliest AS (
    SELECT finding_id, rank, ranked, due, due_day FROM in_force
    WHERE NOT withdrawn AND binding IN ('own', 'must')
    QUALIFY row_number() OVER (PARTITION BY finding_id ORDER BY due, rule) = 1
  )
  SELECT open.*, e.rank, coalesce(e.ranked, false) AS ranked, e.due, e.due_day, coalesce(e.due < as_of, false) AS overdue
  FROM open LEFT JOIN earliest e ON e.finding_id = open.finding_id;

-- Findings as of an instant with their closure: void when a known later scan saw the flaw again. An open finding of
-- an asset that left is closed as of then without proof: neither open nor fixed.
CREATE MACRO visible_life(viewer_units, as_of, known_at) AS TABLE
  SELECT f.asset_id, d.unit, f.finding_id, f.product, f.fix, f.reopen_no, f.state, f.packages, f.first_detected,
    f.detected_by, f.installed_at, f.verified_at, f.verified_by, f.contradicted_by, f.valid_from,
    f.state IN ('fixed', 'removed') AS closed,
    d.retired, d.left_at,
    NOT d.retired AND f.state NOT IN ('fixed', 'removed') AS open,
    CASE WHEN v.reopened_at IS NULL THEN f.fixed_at END AS fixed_at,
    coalesce(v.reopened_at, f.reopened_at) AS reopened_at,
    s.last_sufficient,
    CASE WHEN v.reopened_at IS NOT NULL THEN v.reopened_at
      WHEN f.state IN ('fixed', 'removed') THEN f.flaw_seen_at
      WHEN s.last_sufficient >= f.first_detected THEN s.last_sufficient END AS last_saw_flaw
  FROM visible_finding(viewer_units, as_of, known_at) f
  JOIN visible_decided(viewer_units, as_of, known_at) d ON d.asset_id = f.asset_id
  LEFT JOIN (
    SELECT asset_id, max(started_at) AS last_sufficient FROM scan
    WHERE sufficient AND seq <= known_at AND started_at <= as_of GROUP BY asset_id
  ) s ON s.asset_id = f.asset_id
  LEFT JOIN (
    SELECT f.finding_id, min(r.reopened_at) AS reopened_at
    FROM finding_interval f
    JOIN finding_interval r ON r.finding_id = f.finding_id AND r.reopened_at > f.verified_at
      AND r.opened_seq <= known_at AND (r.superseded_seq IS NULL OR r.superseded_seq > known_at)
    WHERE f.verified_at IS NOT NULL AND f.valid_from <= as_of AND f.opened_seq <= known_at
      AND (f.valid_to IS NULL OR f.closed_seq > known_at OR f.valid_to > as_of)
      AND (f.superseded_seq IS NULL OR f.superseded_seq > known_at)
    GROUP BY f.finding_id
  ) v ON v.finding_id = f.finding_id;

-- Per finding and rule the row that counts: the first still in force when it is judged. A rule that stopped applying
-- before that leaves its last deadline, censored.
CREATE MACRO visible_counted(viewer_units, as_of, known_at) AS TABLE
  WITH sequence AS (
    SELECT *, lead(valid_from) OVER later_row AS next_from, lead(withdrawn) OVER later_row AS next_withdrawn,
      lead(valid_from, 2) OVER later_row IS NOT NULL AS goes_on
    FROM visible_obligation(viewer_units, as_of, known_at)
    WINDOW later_row AS (PARTITION BY finding_id, rule ORDER BY valid_from, opened_seq)
  )
  SELECT *, CASE WHEN judged_at >= next_from THEN next_from END AS withdrawn_at
  FROM sequence
  WHERE NOT withdrawn
    AND (next_from IS NULL OR judged_at < next_from OR (next_withdrawn AND NOT goes_on))
  QUALIFY row_number() OVER (PARTITION BY finding_id, rule
    ORDER BY (next_from IS NULL OR judged_at < next_from) DESC, valid_from, opened_seq) = 1;

-- Met, missed or unknown (sla.md, first match decides), for every finding and rule.
CREATE MACRO visible_judged(viewer_units, as_of, known_at) AS TABLE
  WITH counted AS MATERIALIZED (
    SELECT * FROM visible_counted(viewer_units, as_of, known_at)
  ),
  sufficient AS (
    SELECT asset_id, started_at FROM scan WHERE sufficient AND seq <= known_at AND started_at <= as_of
  ),
  covered AS (
    SELECT c.finding_id, c.rule, s.started_at >= c.covered_from AS covered
    FROM (SELECT finding_id, rule, asset_id, judged_at, covered_from FROM counted) c
    ASOF JOIN sufficient s ON s.asset_id = c.asset_id AND s.started_at <= c.judged_at
  ),
  facts AS (
    SELECT l.*, c.rule, c.rule_name, c.binding, c.policy_version, c.rank, c.ranked, c.clock_start, c.clock_basis,
      c.limit_duration, c.due, c.due_day, c.start_day, c.valid_from AS due_from, c.cause, c.judged_at, c.cohort,
      coalesce(s.covered, false) AS covered,
      least(l.left_at, c.withdrawn_at) AS gone_at
    FROM counted c
    JOIN visible_life(viewer_units, as_of, known_at) l ON l.finding_id = c.finding_id
    LEFT JOIN covered s ON s.finding_id = c.finding_id AND s.rule = c.rule
  )
  SELECT *,
    CASE
      WHEN gone_at <= judged_at AND gone_at <= as_of
        AND NOT (verified_at IS NOT NULL AND verified_at <= gone_at) THEN 'censored'
      WHEN as_of < judged_at THEN 'pending'
      WHEN fixed_at <= due THEN 'met'
      WHEN last_saw_flaw > due THEN 'missed'
      WHEN fixed_at IS NOT NULL AND (installed_at = fixed_at OR covered) THEN 'missed'
      WHEN covered AND NOT coalesce(last_sufficient > due, false) THEN 'missed-not-rescanned'
      ELSE 'unknown'
    END AS outcome
  FROM facts;

-- The fleet with how scans cover it: fresh, stale (complete, but before covered_since), failed (never complete, the
-- last attempt failed or broke off), uncredentialed (only the network saw it), never.
CREATE MACRO visible_covered(viewer_units, as_of, known_at, covered_since) AS TABLE
  SELECT *, CASE
      WHEN last_complete >= covered_since THEN 'fresh'
      WHEN last_complete IS NOT NULL THEN 'stale'
      WHEN coalesce(last_outcome, '') <> 'complete' AND (credentialed OR failures > 0) THEN 'failed'
      WHEN reached THEN 'uncredentialed'
      ELSE 'never' END AS coverage
  FROM visible_fleet(viewer_units, as_of, known_at);

-- Assets in the fleet, with their verdict: not-scanned without a sufficient scan since covered_since, else fail with
-- an open finding, else indeterminate with a reason, else pass.
CREATE OR REPLACE MACRO visible_judged_asset(viewer_units, as_of, known_at, covered_since) AS TABLE
  WITH findings AS (
    SELECT asset_id, count(*) AS open, count(*) FILTER (WHERE overdue) AS overdue, min(due) AS first_due
    FROM visible_open(viewer_units, as_of, known_at)
    GROUP BY asset_id
  )
  SELECT a.*, coalesce(f.open, 0) AS open, coalesce(f.overdue, 0) AS overdue, f.first_due,
    CASE
      WHEN a.coverage <> 'fresh' THEN 'not-scanned'
      WHEN coalesce(f.open, 0) > 0 THEN 'fail'
      WHEN json_array_length(a.facts, '$.reasons') > 0 THEN 'indeterminate'
      ELSE 'pass'
    END AS verdict
  FROM visible_covered(viewer_units, as_of, known_at, covered_since) a
  LEFT JOIN findings f ON f.asset_id = a.asset_id;

-- Intervals that the events of one transaction end: filled, used and emptied within it.
CREATE TABLE closing (
  asset_id VARCHAR NOT NULL,
  key VARCHAR NOT NULL,
  valid_to TIMESTAMPTZ NOT NULL,
  seq BIGINT NOT NULL
);

CREATE MACRO visible_sufficient(viewer_units, as_of, known_at) AS TABLE
  SELECT s.asset_id, s.started_at FROM scan s
  SEMI JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = s.asset_id
  WHERE s.sufficient AND s.seq <= known_at AND s.started_at <= as_of;

-- When findings appeared, closed and came back, each by the scan that showed it.
CREATE MACRO visible_change(viewer_units, as_of, known_at) AS TABLE
  SELECT finding_id, unit, changed_at, kind FROM (
    SELECT h.finding_id, u.unit, h.valid_from AS changed_at,
      CASE
        WHEN row_number() OVER history = 1 THEN 'new'
        WHEN h.state IN ('fixed', 'removed') AND lag(h.state) OVER history NOT IN ('fixed', 'removed') THEN 'closed'
        WHEN h.state NOT IN ('fixed', 'removed') AND lag(h.state) OVER history IN ('fixed', 'removed') THEN 'reopened'
      END AS kind
    FROM finding_interval h JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = h.asset_id
    WHERE h.valid_from <= as_of AND h.opened_seq <= known_at
      AND (h.superseded_seq IS NULL OR h.superseded_seq > known_at)
    WINDOW history AS (PARTITION BY h.finding_id ORDER BY h.valid_from, h.opened_seq)
  ) WHERE kind IS NOT NULL;

-- Spans in which findings stood open; they end with proof, or with the asset.
CREATE MACRO visible_open_span(viewer_units, as_of, known_at) AS TABLE
  SELECT h.asset_id, h.finding_id, d.unit, h.valid_from AS opened_at,
    least(CASE WHEN h.closed_seq <= known_at AND h.valid_to <= as_of THEN h.valid_to END, d.retired_from) AS ended_at
  FROM finding_interval h
  JOIN (
    SELECT u.asset_id, u.unit, r.retired_from
    FROM visible_unit(viewer_units, as_of, known_at) u
    LEFT JOIN (SELECT asset_id, arg_max_null(CASE WHEN value = 'retired' THEN valid_from END, (valid_from, opened_seq)) AS retired_from
      FROM asset_decision WHERE attribute = 'status' AND valid_from <= as_of AND opened_seq <= known_at
      GROUP BY asset_id) r ON r.asset_id = u.asset_id
  ) d ON d.asset_id = h.asset_id
  WHERE h.valid_from <= as_of AND h.opened_seq <= known_at AND h.state NOT IN ('fixed', 'removed')
    AND (h.superseded_seq IS NULL OR h.superseded_seq > known_at)
    AND (d.retired_from IS NULL OR h.valid_from < d.retired_from);

-- Spans in which a binding deadline in force was past.
CREATE MACRO visible_overdue_span(viewer_units, as_of, known_at) AS TABLE
  SELECT finding_id, judged_at AS overdue_from, next_from AS overdue_until
  FROM (
    SELECT finding_id, binding, withdrawn, judged_at,
      lead(valid_from) OVER (PARTITION BY finding_id, rule ORDER BY valid_from, opened_seq) AS next_from
    FROM visible_obligation(viewer_units, as_of, known_at)
  )
  WHERE NOT withdrawn AND binding IN ('own', 'must') AND (next_from IS NULL OR judged_at < next_from);
