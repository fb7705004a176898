-- What follows when feeds take something back: findings end without proof of a repair.

-- True for a finding that ended because feeds no longer name its fix. Where only another tool says that there is no fix,
-- or two persons adjudicated it, nothing was withdrawn, and nothing stands as proof.
CREATE MACRO is_withdrawn(state, verified_by) AS state IN ('not_affected', 'no_fix', 'wont_fix') AND verified_by IS NOT NULL;

-- True for one that proof closed, too.
CREATE MACRO has_ended(state, verified_by) AS state IN ('fixed', 'removed') OR is_withdrawn(state, verified_by);

-- Open findings of assets in use, with the deadline that operations follow and the key that advice is found by.
CREATE OR REPLACE MACRO visible_open(viewer_units, as_of, known_at) AS TABLE
  WITH open AS MATERIALIZED (
    SELECT f.asset_id, f.finding_id, f.product, f.fix, f.first_detected, f.state, f.advice_key, d.unit
    FROM finding_interval f
    JOIN visible_decided(viewer_units, as_of, known_at) d ON d.asset_id = f.asset_id
    WHERE NOT has_ended(f.state, f.verified_by) AND NOT d.retired
      AND f.valid_from <= as_of AND f.opened_seq <= known_at
      AND (f.valid_to IS NULL OR f.closed_seq > known_at OR f.valid_to > as_of)
      AND (f.superseded_seq IS NULL OR f.superseded_seq > known_at)
  ),
  in_force AS (
    SELECT o.finding_id, o.rule, o.binding, o.withdrawn, o.task, o.rank, o.ranked, o.due, o.due_day
    FROM obligation o SEMI JOIN open ON open.finding_id = o.finding_id
    WHERE o.valid_from <= as_of AND o.opened_seq <= known_at
      AND (o.superseded_seq IS NULL OR o.superseded_seq > known_at)
    QUALIFY row_number() OVER (PARTITION BY o.finding_id, o.rule ORDER BY o.valid_from DESC, o.opened_seq DESC) = 1
  ),
  earliest AS (
    SELECT finding_id, rank, ranked, due, due_day FROM in_force
    WHERE NOT withdrawn AND task = 'patch' AND binding IN ('own', 'must')
    QUALIFY row_number() OVER (PARTITION BY finding_id ORDER BY due, rule) = 1
  )
  SELECT open.*, e.rank, coalesce(e.ranked, false) AS ranked, e.due, e.due_day, coalesce(e.due < as_of, false) AS overdue
  FROM open LEFT JOIN earliest e ON e.finding_id = open.finding_id;

-- Findings as of an instant with their end: void when a known later scan, or feed, showed the flaw again. An open finding
-- of an asset that left is closed as of then without proof: neither open nor fixed. What a report brought is seen by
-- complete scans of its tool, all else by our own with login.
CREATE OR REPLACE MACRO visible_life(viewer_units, as_of, known_at) AS TABLE
  SELECT f.asset_id, d.unit, f.finding_id, f.product, f.fix, f.reopen_no, f.state, f.packages, f.first_detected,
    f.detected_by, f.advice_key, f.installed_at, f.verified_at, f.verified_by, f.contradicted_by, f.valid_from,
    has_ended(f.state, f.verified_by) AS closed,
    d.retired, d.left_at,
    NOT d.retired AND NOT has_ended(f.state, f.verified_by) AS open,
    CASE WHEN v.reopened_at IS NULL THEN f.fixed_at END AS fixed_at,
    coalesce(v.reopened_at, f.reopened_at) AS reopened_at,
    coalesce(t.last_sufficient, s.last_sufficient) AS last_sufficient,
    CASE WHEN v.reopened_at IS NOT NULL THEN v.reopened_at
      WHEN has_ended(f.state, f.verified_by) THEN f.flaw_seen_at
      WHEN coalesce(t.last_sufficient, s.last_sufficient) >= f.first_detected
        THEN coalesce(t.last_sufficient, s.last_sufficient) END AS last_saw_flaw
  FROM visible_finding(viewer_units, as_of, known_at) f
  JOIN visible_decided(viewer_units, as_of, known_at) d ON d.asset_id = f.asset_id
  LEFT JOIN (
    SELECT asset_id, max(started_at) AS last_sufficient FROM scan
    WHERE sufficient AND method = 'credentialed' AND profile <> 'report' AND seq <= known_at AND started_at <= as_of
    GROUP BY asset_id
  ) s ON s.asset_id = f.asset_id
  LEFT JOIN (
    SELECT d.asset_id, d.scan_id, max(r.started_at) AS last_sufficient
    FROM (
      SELECT DISTINCT asset_id, scanner, left(lower(hex(artifact)), 32) AS scan_id
      FROM scan WHERE profile = 'report' AND seq <= known_at AND started_at <= as_of
    ) d
    JOIN scan r ON r.asset_id = d.asset_id AND r.scanner = d.scanner AND r.profile = 'report' AND r.sufficient
      AND r.seq <= known_at AND r.started_at <= as_of
    GROUP BY d.asset_id, d.scan_id
  ) t ON t.asset_id = f.asset_id AND t.scan_id = f.detected_by
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

-- Met, missed or unknown (sla.md, first match decides), for every finding and rule.
CREATE OR REPLACE MACRO visible_judged(viewer_units, as_of, known_at) AS TABLE
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
      c.limit_duration, c.due, c.due_day, c.start_day, c.valid_from AS due_from, c.cause, c.judged_at, c.cohort, c.task, c.withdrawn_at,
      coalesce(s.covered, false) AS covered,
      least(l.left_at, c.withdrawn_at) AS gone_at
    FROM counted c
    JOIN visible_life(viewer_units, as_of, known_at) l ON l.finding_id = c.finding_id
    LEFT JOIN covered s ON s.finding_id = c.finding_id AND s.rule = c.rule
  )
  SELECT *,
    CASE
      -- Ranked in time: the duty ended with it.
      WHEN task = 'rank' AND withdrawn_at <= judged_at AND withdrawn_at <= as_of
        AND (left_at IS NULL OR withdrawn_at <= left_at) THEN 'met'
      WHEN gone_at <= judged_at AND gone_at <= as_of
        AND NOT coalesce(state IN ('fixed', 'removed') AND verified_at <= gone_at, false) THEN 'censored'
      WHEN as_of < judged_at THEN 'pending'
      WHEN fixed_at <= due THEN 'met'
      WHEN task = 'rank' THEN 'missed'
      WHEN last_saw_flaw > due THEN 'missed'
      WHEN fixed_at IS NOT NULL AND (installed_at = fixed_at OR covered) THEN 'missed'
      -- It was still missing when it was due; that its fix was taken back later mends nothing.
      WHEN covered AND is_withdrawn(state, verified_by) THEN 'missed'
      WHEN covered AND NOT coalesce(last_sufficient > due, false) THEN 'missed-not-rescanned'
      ELSE 'unknown'
    END AS outcome
  FROM facts;

-- When findings appeared, ended and came back, each by the scan or feed that showed it.
CREATE OR REPLACE MACRO visible_change(viewer_units, as_of, known_at) AS TABLE
  SELECT finding_id, unit, changed_at, kind FROM (
    SELECT h.finding_id, u.unit, h.valid_from AS changed_at,
      CASE
        WHEN row_number() OVER history = 1 THEN 'new'
        WHEN has_ended(h.state, h.verified_by) AND NOT has_ended(lag(h.state) OVER history, lag(h.verified_by) OVER history) THEN 'closed'
        WHEN NOT has_ended(h.state, h.verified_by) AND has_ended(lag(h.state) OVER history, lag(h.verified_by) OVER history) THEN 'reopened'
      END AS kind
    FROM finding_interval h JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = h.asset_id
    WHERE h.valid_from <= as_of AND h.opened_seq <= known_at
      AND (h.superseded_seq IS NULL OR h.superseded_seq > known_at)
    WINDOW history AS (PARTITION BY h.finding_id ORDER BY h.valid_from, h.opened_seq)
  ) WHERE kind IS NOT NULL;

-- Spans in which findings stood open; they end with proof, with their fix, or with the asset.
CREATE OR REPLACE MACRO visible_open_span(viewer_units, as_of, known_at) AS TABLE
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
  WHERE h.valid_from <= as_of AND h.opened_seq <= known_at AND NOT has_ended(h.state, h.verified_by)
    AND (h.superseded_seq IS NULL OR h.superseded_seq > known_at)
    AND (d.retired_from IS NULL OR h.valid_from < d.retired_from);

-- Claims of other tools about products that our own complete scans of the asset know.
CREATE OR REPLACE MACRO visible_second_opinion(viewer_units, as_of, known_at) AS TABLE
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
    WHERE NOT has_ended(f.state, f.verified_by) AND f.detected_by NOT IN (SELECT scan_id FROM reports)
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

-- The systems (ecosystems of platforms) that a file states fixed versions of, apart by commas.
ALTER TABLE feed_load ADD COLUMN systems VARCHAR;

-- An ISO 8601 duration of hours, days or months as plain time: days of 24 hours, months of 30 days.
CREATE MACRO plain_duration(text) AS to_hours(regexp_extract(text, '\d+')::BIGINT
  * CASE WHEN text LIKE 'PT%H' THEN 1 WHEN text LIKE '%M' THEN 720 ELSE 24 END);

-- A feed received before this is stale, by the policy in force.
CREATE MACRO visible_stale_before(viewer_units, as_of, known_at) AS TABLE
  SELECT as_of - plain_duration(coalesce(json_extract_string(document, '$.staleFeeds'), 'P7D')) AS stale_before
  FROM (
    SELECT coalesce(arg_max(document, (effective_from, version)) FILTER (WHERE effective_from <= as_of),
      arg_min(document, version)) AS document
    FROM policy_version WHERE opened_seq <= known_at AND (list_contains(viewer_units, '*') OR version IS NOT NULL)
  );

-- When something that states fixed versions of a system was last received.
CREATE MACRO visible_fed_system(viewer_units, as_of, known_at) AS TABLE
  SELECT system, max(received_at) AS received_at FROM (
    SELECT unnest(string_split(systems, ',')) AS system, received_at
    FROM visible_feed_load(viewer_units, as_of, known_at)
  ) WHERE system <> '' GROUP BY system;

-- The systems of every asset in use that feeds may speak of; packages of languages are one each (`pkg:npm`). alone = only
-- feeds tell what it lacks: no index of its own, or none that says which updates concern security.
CREATE MACRO visible_system(viewer_units, as_of, known_at) AS TABLE
  WITH known AS (
    SELECT i.asset_id, i.family, i.platform, i.facts
    FROM asset_interval i JOIN visible_decided(viewer_units, as_of, known_at) d ON d.asset_id = i.asset_id
    WHERE NOT d.retired AND i.valid_from <= as_of AND i.opened_seq <= known_at
      AND (i.valid_to IS NULL OR i.closed_seq > known_at OR i.valid_to > as_of)
      AND (i.superseded_seq IS NULL OR i.superseded_seq > known_at)
  )
  SELECT asset_id, split_part(platform, '/', 1) AS system, starts_with(platform, 'windows/') AS only_fed,
    only_fed OR contains(facts, '"code":"no-package-index"') OR contains(facts, '"code":"no-security-source"')
      OR contains(facts, '"code":"security-not-classifiable"') AS alone
  FROM known WHERE platform IS NOT NULL AND family <> 'sbom'
  UNION ALL
  SELECT asset_id, unnest(from_json(json_extract(facts, '$.onlyFed'), '["VARCHAR"]')) AS system, true AS only_fed, true AS alone
  FROM known WHERE contains(facts, '"onlyFed":');

-- Assets in the fleet, with their verdict: not-scanned without a sufficient scan since covered_since, else fail with
-- an open finding, else indeterminate with a reason, else pass. feed_reason = why feeds cannot tell, where they alone could.
CREATE OR REPLACE MACRO visible_judged_asset(viewer_units, as_of, known_at, covered_since) AS TABLE
  WITH findings AS (
    SELECT asset_id, count(*) AS open, count(*) FILTER (WHERE overdue) AS overdue, min(due) AS first_due
    FROM visible_open(viewer_units, as_of, known_at)
    GROUP BY asset_id
  ),
  fed AS (
    SELECT s.asset_id, min(f.received_at) AS fed_at,
      CASE WHEN bool_or(f.received_at IS NULL AND s.only_fed) THEN 'no-feed'
        WHEN bool_or(f.received_at < b.stale_before) THEN 'feed-stale' END AS feed_reason
    FROM visible_system(viewer_units, as_of, known_at) s
    CROSS JOIN visible_stale_before(viewer_units, as_of, known_at) b
    LEFT JOIN visible_fed_system(viewer_units, as_of, known_at) f ON f.system = s.system
    WHERE s.alone
    GROUP BY s.asset_id
  )
  SELECT a.*, coalesce(f.open, 0) AS open, coalesce(f.overdue, 0) AS overdue, f.first_due, fed.feed_reason, fed.fed_at,
    CASE
      WHEN a.coverage <> 'fresh' THEN 'not-scanned'
      WHEN coalesce(f.open, 0) > 0 THEN 'fail'
      WHEN json_array_length(a.facts, '$.reasons') > 0 OR fed.feed_reason IS NOT NULL THEN 'indeterminate'
      ELSE 'pass'
    END AS verdict
  FROM visible_covered(viewer_units, as_of, known_at, covered_since) a
  LEFT JOIN findings f ON f.asset_id = a.asset_id
  LEFT JOIN fed ON fed.asset_id = a.asset_id;

-- What people recorded of steps that a fix asks for besides installing: verified, or doubted.
CREATE TABLE step_record (
  asset_id VARCHAR NOT NULL,
  finding_id VARCHAR NOT NULL,
  product VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  seq BIGINT NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL,
  person VARCHAR NOT NULL,
  -- checked, how, when and evidence of a verification; the reason of a doubt
  content VARCHAR NOT NULL
);

CREATE MACRO visible_step_record(viewer_units, as_of, known_at) AS TABLE
  SELECT r.* FROM step_record r
  SEMI JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = r.asset_id
  WHERE r.recorded_at <= as_of AND r.seq <= known_at;
