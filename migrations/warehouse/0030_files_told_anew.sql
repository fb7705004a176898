-- A file that comes again, of which somebody now says otherwise what it holds: replaced_seq = the event that told of its
-- scans anew. As before, but what was replaced stands no longer.
ALTER TABLE scan ADD COLUMN replaced_seq BIGINT;

CREATE OR REPLACE MACRO visible_scan(viewer_units, as_of, known_at) AS TABLE
  SELECT left(lower(hex(s.artifact)), 32) AS scan_id, s.* REPLACE (lower(hex(s.artifact)) AS artifact)
  FROM scan s JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = s.asset_id
  WHERE s.seq <= known_at AND s.started_at <= as_of AND (s.replaced_seq IS NULL OR s.replaced_seq > known_at);

CREATE OR REPLACE MACRO visible_scanned(viewer_units, as_of, known_at) AS TABLE
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
    WHERE s.seq <= known_at AND s.started_at <= as_of AND (s.replaced_seq IS NULL OR s.replaced_seq > known_at)
    GROUP BY s.asset_id
  );

CREATE OR REPLACE MACRO visible_sufficient(viewer_units, as_of, known_at) AS TABLE
  SELECT s.asset_id, s.started_at FROM scan s
  SEMI JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = s.asset_id
  WHERE s.sufficient AND s.seq <= known_at AND s.started_at <= as_of
    AND (s.replaced_seq IS NULL OR s.replaced_seq > known_at);

CREATE OR REPLACE MACRO visible_judged(viewer_units, as_of, known_at) AS TABLE
  WITH counted AS MATERIALIZED (
    SELECT * FROM visible_counted(viewer_units, as_of, known_at)
  ),
  sufficient AS (
    SELECT asset_id, started_at FROM scan
    WHERE sufficient AND seq <= known_at AND started_at <= as_of AND (replaced_seq IS NULL OR replaced_seq > known_at)
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

CREATE OR REPLACE MACRO visible_life(viewer_units, as_of, known_at) AS TABLE
  SELECT f.asset_id, d.unit, f.finding_id, f.product, f.fix, f.reopen_no,
    CASE WHEN j.adjudication_id IS NOT NULL AND NOT has_ended(f.state, f.verified_by) AND NOT d.retired
      THEN 'not_affected' ELSE f.state END AS state,
    f.packages, f.first_detected, f.detected_by, f.advice_key, f.installed_at, f.verified_at, f.verified_by, f.contradicted_by, f.valid_from,
    has_ended(f.state, f.verified_by) AS closed,
    d.retired, d.left_at,
    j.adjudication_id, j.verdict AS adjudicated_as, j.reason AS adjudicated_why, j.active_from AS adjudicated_from,
    j.adjudication_id IS NOT NULL AS adjudicated,
    NOT d.retired AND NOT has_ended(f.state, f.verified_by) AND j.adjudication_id IS NULL AS open,
    CASE WHEN v.reopened_at IS NULL THEN f.fixed_at END AS fixed_at,
    coalesce(v.reopened_at, f.reopened_at) AS reopened_at,
    coalesce(t.last_sufficient, s.last_sufficient) AS last_sufficient,
    CASE WHEN v.reopened_at IS NOT NULL THEN v.reopened_at
      WHEN has_ended(f.state, f.verified_by) THEN f.flaw_seen_at
      WHEN coalesce(t.last_sufficient, s.last_sufficient) >= f.first_detected
        THEN coalesce(t.last_sufficient, s.last_sufficient) END AS last_saw_flaw
  FROM visible_finding(viewer_units, as_of, known_at) f
  JOIN visible_decided(viewer_units, as_of, known_at) d ON d.asset_id = f.asset_id
  LEFT JOIN visible_adjudicated(viewer_units, as_of, known_at) j ON j.finding_id = f.finding_id
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
      AND r.seq <= known_at AND r.started_at <= as_of AND (r.replaced_seq IS NULL OR r.replaced_seq > known_at)
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
