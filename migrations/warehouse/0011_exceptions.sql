-- Exceptions and the compensating controls that they rest on.

-- What people did to exceptions and controls, as the log has it.
CREATE TABLE exception_event (
  exception_id VARCHAR NOT NULL,
  seq BIGINT NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL,
  event VARCHAR NOT NULL
);

CREATE TABLE control_event (
  control_id VARCHAR NOT NULL,
  seq BIGINT NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL,
  event VARCHAR NOT NULL
);

-- Append-only: what an exception is after each of its events. step = what people did, never what time does.
CREATE TABLE exception_case (
  exception_id VARCHAR NOT NULL,
  valid_from TIMESTAMPTZ NOT NULL,
  step VARCHAR NOT NULL,
  title VARCHAR NOT NULL,
  aim VARCHAR NOT NULL,
  reason VARCHAR NOT NULL,
  author VARCHAR NOT NULL,
  requested_by VARCHAR,
  requested_at TIMESTAMPTZ,
  until_day VARCHAR,
  level VARCHAR,
  worksheet BOOLEAN NOT NULL,
  renews VARCHAR,
  renewal INTEGER NOT NULL,
  controls VARCHAR NOT NULL,
  -- What it is bound to, for those that cover nothing yet; null = nothing.
  scope_unit VARCHAR,
  scope_asset VARCHAR,
  catches_future BOOLEAN NOT NULL,
  opened_seq BIGINT NOT NULL
);

-- Findings that a request names; a later request of the same exception supersedes them.
CREATE TABLE exception_target (
  exception_id VARCHAR NOT NULL,
  asset_id VARCHAR NOT NULL,
  finding_id VARCHAR NOT NULL,
  opened_seq BIGINT NOT NULL,
  superseded_seq BIGINT
);

-- One row per approval: active from approved_at until before ends_at. What ends it earlier supersedes the row.
CREATE TABLE exception_span (
  exception_id VARCHAR NOT NULL,
  approved_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL,
  ends_at TIMESTAMPTZ NOT NULL,
  end_why VARCHAR NOT NULL,
  level VARCHAR NOT NULL,
  -- Of what was approved: it cannot change any more.
  title VARCHAR NOT NULL,
  aim VARCHAR NOT NULL,
  worksheet BOOLEAN NOT NULL,
  opened_seq BIGINT NOT NULL,
  superseded_seq BIGINT
);

-- From when to when an approval covers a finding; covers_until null = as long as the approval. A more urgent rank or
-- known exploitation ends it for that finding.
CREATE TABLE exception_coverage (
  exception_id VARCHAR NOT NULL,
  asset_id VARCHAR NOT NULL,
  finding_id VARCHAR NOT NULL,
  approved_at TIMESTAMPTZ NOT NULL,
  covers_from TIMESTAMPTZ NOT NULL,
  covers_until TIMESTAMPTZ,
  -- Caught by its scope, not named by the request.
  caught BOOLEAN NOT NULL,
  opened_seq BIGINT NOT NULL,
  superseded_seq BIGINT
);

-- Append-only: what a control is after each of its events.
CREATE TABLE control_case (
  control_id VARCHAR NOT NULL,
  valid_from TIMESTAMPTZ NOT NULL,
  name VARCHAR NOT NULL,
  owner VARCHAR NOT NULL,
  effect VARCHAR NOT NULL,
  interval_text VARCHAR NOT NULL,
  unit VARCHAR NOT NULL,
  defined_at TIMESTAMPTZ NOT NULL,
  last_validated TIMESTAMPTZ,
  last_result VARCHAR,
  next_due TIMESTAMPTZ NOT NULL,
  retired_at TIMESTAMPTZ,
  opened_seq BIGINT NOT NULL
);

-- Approvals as known, with the instant from which they no longer cover and why.
CREATE MACRO visible_exception_span(viewer_units, as_of, known_at) AS TABLE
  SELECT exception_id, approved_at, expires_at, ends_at, end_why, level, title, aim, worksheet
  FROM exception_span
  WHERE approved_at <= as_of AND opened_seq <= known_at AND (superseded_seq IS NULL OR superseded_seq > known_at)
    AND (list_contains(viewer_units, '*') OR exception_id IS NOT NULL);

-- Spans in which exceptions cover findings: covered at t when active_from <= t < active_until.
CREATE MACRO visible_coverage(viewer_units, as_of, known_at) AS TABLE
  SELECT u.unit, c.asset_id, c.finding_id, c.exception_id, c.caught, s.approved_at, s.level, s.end_why, s.title, s.aim, s.worksheet,
    greatest(c.covers_from, s.approved_at) AS active_from,
    least(coalesce(c.covers_until, s.ends_at), s.ends_at) AS active_until,
    coalesce(c.covers_until < s.ends_at, false) AS outgrown
  FROM exception_coverage c
  JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = c.asset_id
  JOIN visible_exception_span(viewer_units, as_of, known_at) s
    ON s.exception_id = c.exception_id AND s.approved_at = c.approved_at
  WHERE c.covers_from <= as_of AND c.opened_seq <= known_at
    AND (c.superseded_seq IS NULL OR c.superseded_seq > known_at);

-- The one exception that covers a finding now: the one that lasts longest.
CREATE MACRO visible_covering(viewer_units, as_of, known_at) AS TABLE
  SELECT v.*
  FROM visible_coverage(viewer_units, as_of, known_at) v
  JOIN (
    SELECT finding_id, arg_max(exception_id, (active_until, exception_id)) AS exception_id
    FROM visible_coverage(viewer_units, as_of, known_at)
    WHERE active_from <= as_of AND as_of < active_until
    GROUP BY finding_id
  ) l ON l.finding_id = v.finding_id AND l.exception_id = v.exception_id;

-- Findings that exceptions name or have caught.
CREATE MACRO visible_exception_target(viewer_units, as_of, known_at) AS TABLE
  SELECT DISTINCT u.unit, t.exception_id, t.asset_id, t.finding_id
  FROM (
    SELECT exception_id, asset_id, finding_id, opened_seq, superseded_seq FROM exception_target
    UNION ALL
    SELECT exception_id, asset_id, finding_id, opened_seq, superseded_seq FROM exception_coverage
    WHERE caught AND covers_from <= as_of
  ) t
  JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = t.asset_id
  WHERE t.opened_seq <= known_at AND (t.superseded_seq IS NULL OR t.superseded_seq > known_at);

-- Findings that exceptions name, in whatever unit: for telling whether a viewer sees all of one.
CREATE MACRO visible_exception_reach(viewer_units, as_of, known_at) AS TABLE
  SELECT t.exception_id, count(*) AS targets, count(u.asset_id) AS seen
  FROM exception_target t
  LEFT JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = t.asset_id
  WHERE t.opened_seq <= known_at AND (t.superseded_seq IS NULL OR t.superseded_seq > known_at)
  GROUP BY t.exception_id;

-- Exceptions about anything in the viewer's units; a draft is its author's, who is told apart by `viewer` in queries.
CREATE MACRO visible_exception(viewer_units, as_of, known_at) AS TABLE
  SELECT c.* EXCLUDE (opened_seq), s.approved_at, s.expires_at, s.ends_at, s.end_why, r.targets, r.seen,
    CASE WHEN c.step <> 'approved' OR s.ends_at IS NULL THEN c.step
      WHEN as_of < s.ends_at THEN 'active' ELSE s.end_why END AS status,
    list_contains(viewer_units, '*') OR coalesce(r.seen, 0) > 0
      OR coalesce(list_contains(viewer_units, c.scope_unit), false)
      OR coalesce(c.scope_asset IN (SELECT asset_id FROM visible_unit(viewer_units, as_of, known_at)), false) AS within
  FROM exception_case c
  JOIN (
    SELECT exception_id, max(opened_seq) AS opened_seq FROM exception_case
    WHERE valid_from <= as_of AND opened_seq <= known_at GROUP BY exception_id
  ) l ON l.exception_id = c.exception_id AND l.opened_seq = c.opened_seq
  LEFT JOIN visible_exception_span(viewer_units, as_of, known_at) s ON s.exception_id = c.exception_id
  LEFT JOIN visible_exception_reach(viewer_units, as_of, known_at) r ON r.exception_id = c.exception_id;

CREATE MACRO visible_exception_event(viewer_units, as_of, known_at) AS TABLE
  SELECT e.* FROM exception_event e
  WHERE e.recorded_at <= as_of AND e.seq <= known_at
    AND (list_contains(viewer_units, '*') OR e.exception_id IS NOT NULL);

-- Controls of the viewer's units and those of all units.
CREATE MACRO visible_control(viewer_units, as_of, known_at) AS TABLE
  SELECT c.* EXCLUDE (opened_seq),
    CASE WHEN retired_at IS NOT NULL THEN 'retired' WHEN last_result = 'failed' THEN 'failed'
      WHEN as_of > next_due THEN 'missed' WHEN last_result IS NULL THEN 'never-validated' ELSE 'holds' END AS status
  FROM control_case c
  JOIN (
    SELECT control_id, max(opened_seq) AS opened_seq FROM control_case
    WHERE valid_from <= as_of AND opened_seq <= known_at GROUP BY control_id
  ) l ON l.control_id = c.control_id AND l.opened_seq = c.opened_seq
  WHERE unit = '*' OR list_contains(viewer_units, '*') OR list_contains(viewer_units, unit);

CREATE MACRO visible_control_event(viewer_units, as_of, known_at) AS TABLE
  SELECT e.* FROM control_event e
  WHERE e.recorded_at <= as_of AND e.seq <= known_at
    AND e.control_id IN (SELECT control_id FROM visible_control(viewer_units, as_of, known_at));
