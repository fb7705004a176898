-- What two persons decided about findings, and about claims of other tools.

-- What people did, as the log has it. subject_id = finding_id, or flaw_id of a claim of the asset.
CREATE TABLE adjudication_event (
  asset_id VARCHAR NOT NULL,
  subject VARCHAR NOT NULL,
  subject_id VARCHAR NOT NULL,
  seq BIGINT NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL,
  event VARCHAR NOT NULL
);

-- Append-only: from when a proposal waits, holds or has ended. Scans that show other facts end it as well, so what
-- becomes known later may supersede a row.
CREATE TABLE adjudication (
  asset_id VARCHAR NOT NULL,
  subject VARCHAR NOT NULL,
  subject_id VARCHAR NOT NULL,
  adjudication_id VARCHAR NOT NULL,
  -- Tells the rows of one proposal apart that begin at the same instant.
  step INTEGER NOT NULL,
  status VARCHAR NOT NULL,
  valid_from TIMESTAMPTZ NOT NULL,
  verdict VARCHAR NOT NULL,
  reason VARCHAR NOT NULL,
  evidence VARCHAR NOT NULL,
  proposed_by VARCHAR NOT NULL,
  proposed_at TIMESTAMPTZ NOT NULL,
  approved_by VARCHAR,
  active_from TIMESTAMPTZ,
  ended_why VARCHAR,
  ended_by VARCHAR,
  ended_reason VARCHAR,
  opened_seq BIGINT NOT NULL,
  superseded_seq BIGINT
);

-- Proposals with the status they have.
CREATE MACRO visible_adjudication(viewer_units, as_of, known_at) AS TABLE
  SELECT u.unit, a.*
  FROM adjudication a JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = a.asset_id
  WHERE a.valid_from <= as_of AND a.opened_seq <= known_at
    AND (a.superseded_seq IS NULL OR a.superseded_seq > known_at)
  QUALIFY row_number() OVER (PARTITION BY a.adjudication_id ORDER BY a.step DESC) = 1;

-- Findings that an adjudication in force takes out of the populations.
CREATE MACRO visible_adjudicated(viewer_units, as_of, known_at) AS TABLE
  SELECT subject_id AS finding_id, adjudication_id, verdict, reason, active_from
  FROM visible_adjudication(viewer_units, as_of, known_at)
  WHERE subject = 'finding' AND status = 'in-force';

-- Spans in which an adjudication took a finding out of the populations.
CREATE MACRO visible_adjudicated_span(viewer_units, as_of, known_at) AS TABLE
  SELECT a.subject_id AS finding_id,
    min(a.valid_from) FILTER (WHERE a.status = 'in-force') AS adjudicated_from,
    min(a.valid_from) FILTER (WHERE a.status = 'ended') AS adjudicated_until
  FROM adjudication a SEMI JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = a.asset_id
  WHERE a.subject = 'finding' AND a.valid_from <= as_of AND a.opened_seq <= known_at
    AND (a.superseded_seq IS NULL OR a.superseded_seq > known_at)
  GROUP BY a.subject_id, a.adjudication_id
  HAVING count(*) FILTER (WHERE a.status = 'in-force') > 0;

-- Open findings of assets in use, with the deadline that operations follow and the key that advice is found by; without
-- adjudicated ones.
CREATE OR REPLACE MACRO visible_open(viewer_units, as_of, known_at) AS TABLE
  WITH open AS MATERIALIZED (
    SELECT f.asset_id, f.finding_id, f.product, f.fix, f.first_detected, f.state, f.advice_key, d.unit
    FROM finding_interval f
    JOIN visible_decided(viewer_units, as_of, known_at) d ON d.asset_id = f.asset_id
    ANTI JOIN visible_adjudicated(viewer_units, as_of, known_at) j ON j.finding_id = f.finding_id
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
-- of an asset that left is closed as of then without proof: neither open nor fixed; nor is one that is adjudicated, whose
-- state is not_affected while nothing else ended it (what feeds withdrew has a verified_by). What a report brought is seen
-- by complete scans of its tool, all else by our own with login.
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

-- Findings that would be open but for an adjudication, with the deadline that operations would follow: they are counted
-- beside each figure that they were taken from.
CREATE MACRO visible_set_aside(viewer_units, as_of, known_at) AS TABLE
  WITH aside AS MATERIALIZED (
    SELECT f.asset_id, f.finding_id, f.product, f.fix, d.unit
    FROM visible_adjudicated(viewer_units, as_of, known_at) j
    JOIN visible_finding(viewer_units, as_of, known_at) f ON f.finding_id = j.finding_id
    JOIN visible_decided(viewer_units, as_of, known_at) d ON d.asset_id = f.asset_id
    WHERE NOT has_ended(f.state, f.verified_by) AND NOT d.retired
  ),
  in_force AS (
    SELECT o.finding_id, o.rule, o.binding, o.withdrawn, o.task, o.rank, o.due, o.due_day
    FROM obligation o SEMI JOIN aside ON aside.finding_id = o.finding_id
    WHERE o.valid_from <= as_of AND o.opened_seq <= known_at
      AND (o.superseded_seq IS NULL OR o.superseded_seq > known_at)
    QUALIFY row_number() OVER (PARTITION BY o.finding_id, o.rule ORDER BY o.valid_from DESC, o.opened_seq DESC) = 1
  ),
  earliest AS (
    SELECT finding_id, rank, due, due_day FROM in_force
    WHERE NOT withdrawn AND task = 'patch' AND binding IN ('own', 'must')
    QUALIFY row_number() OVER (PARTITION BY finding_id ORDER BY due, rule) = 1
  )
  SELECT aside.*, e.rank, e.due, e.due_day, coalesce(e.due < as_of, false) AS overdue
  FROM aside LEFT JOIN earliest e ON e.finding_id = aside.finding_id;

-- What compliance counts (sla.md): judged, but what two persons adjudicated is outside.
CREATE MACRO visible_cohort(viewer_units, as_of, known_at) AS TABLE
  SELECT * REPLACE (CASE WHEN adjudicated AND judged_at <= as_of THEN 'adjudicated' ELSE outcome END AS outcome)
  FROM visible_judged(viewer_units, as_of, known_at);

-- Spans in which findings stood open; they end with proof, with their fix, with the asset, or while an adjudication is in force.
CREATE OR REPLACE MACRO visible_open_span(viewer_units, as_of, known_at) AS TABLE
  WITH whole AS MATERIALIZED (
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
      AND (d.retired_from IS NULL OR h.valid_from < d.retired_from)
  ),
  away AS MATERIALIZED (
    SELECT finding_id, adjudicated_from, adjudicated_until FROM visible_adjudicated_span(viewer_units, as_of, known_at)
  ),
  -- Where a piece may begin: where the finding did, and where an adjudication ended.
  begun AS (
    SELECT w.*, w.opened_at AS from_at FROM whole w SEMI JOIN away a ON a.finding_id = w.finding_id
    UNION
    SELECT w.*, a.adjudicated_until AS from_at FROM whole w JOIN away a ON a.finding_id = w.finding_id
    WHERE a.adjudicated_until > w.opened_at AND (w.ended_at IS NULL OR a.adjudicated_until < w.ended_at)
  )
  SELECT w.asset_id, w.finding_id, w.unit, w.opened_at, w.ended_at
  FROM whole w ANTI JOIN away a ON a.finding_id = w.finding_id
  UNION ALL
  SELECT b.asset_id, b.finding_id, b.unit, b.from_at AS opened_at, least(b.ended_at, min(a.adjudicated_from)) AS ended_at
  FROM begun b LEFT JOIN away a ON a.finding_id = b.finding_id AND a.adjudicated_from > b.from_at
  ANTI JOIN away c ON c.finding_id = b.finding_id AND c.adjudicated_from <= b.from_at
    AND (c.adjudicated_until IS NULL OR c.adjudicated_until > b.from_at)
  GROUP BY b.asset_id, b.finding_id, b.unit, b.from_at, b.ended_at;

-- What feeds are asked by besides a package: the platform of each asset as a scan last showed it.
CREATE MACRO visible_platform(viewer_units, as_of, known_at) AS TABLE
  SELECT i.asset_id, i.platform
  FROM asset_interval i SEMI JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = i.asset_id
  WHERE i.valid_from <= as_of AND i.opened_seq <= known_at
    AND (i.valid_to IS NULL OR i.closed_seq > known_at OR i.valid_to > as_of)
    AND (i.superseded_seq IS NULL OR i.superseded_seq > known_at);
