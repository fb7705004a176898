-- What vendors and public bodies publish, and what that says of what is installed.

-- One row per file of a feed that was taken in whole.
CREATE TABLE feed_load (
  feed VARCHAR NOT NULL,
  seq BIGINT NOT NULL,
  artifact VARCHAR NOT NULL,
  file_name VARCHAR NOT NULL,
  published_at TIMESTAMPTZ,
  version VARCHAR,
  received_at TIMESTAMPTZ NOT NULL,
  -- where it was fetched, and what the publisher's server said of it; null = it came as a file
  address VARCHAR,
  etag VARCHAR,
  last_modified VARCHAR,
  records INTEGER NOT NULL,
  skipped VARCHAR NOT NULL
);

-- claim = what a new file says anew (an advisory, a vulnerability …), digest = all that the row says; both are hashes. A
-- row ends with the file that says anew what it is about and no longer says it.
CREATE TABLE feed_statement (
  feed VARCHAR NOT NULL,
  -- ecosystem/release/product
  place VARCHAR NOT NULL,
  claim BLOB NOT NULL,
  digest BLOB NOT NULL,
  statement VARCHAR NOT NULL,
  opened_seq BIGINT NOT NULL,
  closed_seq BIGINT
);

-- Advisories, scores, catalogues: one record of a feed about one subject, as JSON.
CREATE TABLE feed_fact (
  feed VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  subject VARCHAR NOT NULL,
  claim BLOB NOT NULL,
  digest BLOB NOT NULL,
  content VARCHAR NOT NULL,
  opened_seq BIGINT NOT NULL,
  closed_seq BIGINT
);

-- The file being taken in: filled, compared and emptied within one transaction.
CREATE TABLE staged_statement (
  feed VARCHAR NOT NULL,
  place VARCHAR NOT NULL,
  claim BLOB NOT NULL,
  digest BLOB NOT NULL,
  statement VARCHAR NOT NULL
);

CREATE TABLE staged_fact (
  feed VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  subject VARCHAR NOT NULL,
  claim BLOB NOT NULL,
  digest BLOB NOT NULL,
  content VARCHAR NOT NULL
);

-- What all feeds together say of one product in one installed version on one platform; the newest row of a key known
-- at an event counts.
CREATE TABLE advice (
  advice_key VARCHAR NOT NULL,
  advisory VARCHAR,
  supersedes VARCHAR NOT NULL,
  title VARCHAR,
  source VARCHAR,
  fixed VARCHAR,
  released TIMESTAMPTZ,
  released_day VARCHAR,
  severity VARCHAR,
  steps VARCHAR,
  known_exploited VARCHAR,
  cves VARCHAR NOT NULL,
  unfixed VARCHAR NOT NULL,
  unknown VARCHAR NOT NULL,
  facts VARCHAR NOT NULL,
  records VARCHAR NOT NULL,
  -- of all the above, to tell whether anything changed
  digest VARCHAR NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL,
  opened_seq BIGINT NOT NULL
);

-- What is to be done by the deadline: patch, or rank.
ALTER TABLE obligation ADD COLUMN task VARCHAR;
ALTER TABLE finding_interval ADD COLUMN advice_key VARCHAR;
ALTER TABLE asset_interval ADD COLUMN platform VARCHAR;
ALTER TABLE package_interval ADD COLUMN module VARCHAR;

-- The key of `advice` that an installed package is judged by: RPM advisories name binaries, the others sources.
CREATE MACRO advice_key_of(platform, name, arch, version, source, source_version, module) AS
  CASE WHEN list_contains(['debian', 'ubuntu', 'alpine', 'arch', 'freebsd'], split_part(platform, '/', 1))
    THEN CASE WHEN starts_with(source, 'linux-signed-') THEN concat_ws(chr(9), platform, 'linux', version, '', '')
      ELSE concat_ws(chr(9), platform, source, source_version, '', '') END
    ELSE concat_ws(chr(9), platform, name || '.' || arch, version, source, coalesce(module, '')) END;

CREATE MACRO visible_advice(viewer_units, as_of, known_at) AS TABLE
  SELECT * FROM advice
  WHERE opened_seq <= known_at AND (list_contains(viewer_units, '*') OR advice_key IS NOT NULL)
  QUALIFY row_number() OVER (PARTITION BY advice_key ORDER BY opened_seq DESC) = 1;

CREATE MACRO visible_feed_load(viewer_units, as_of, known_at) AS TABLE
  SELECT * FROM feed_load WHERE seq <= known_at AND received_at <= as_of
    AND (list_contains(viewer_units, '*') OR feed IS NOT NULL);

-- Open findings of assets in use, with the deadline that operations follow and the key that advice is found by.
CREATE OR REPLACE MACRO visible_open(viewer_units, as_of, known_at) AS TABLE
  WITH open AS MATERIALIZED (
    SELECT f.asset_id, f.finding_id, f.product, f.fix, f.first_detected, f.state, f.advice_key, d.unit
    FROM finding_interval f
    JOIN visible_decided(viewer_units, as_of, known_at) d ON d.asset_id = f.asset_id
    WHERE f.state NOT IN ('fixed', 'removed') AND NOT d.retired
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

-- Findings as of an instant with their closure: void when a known later scan saw the flaw again. An open finding of
-- an asset that left is closed as of then without proof: neither open nor fixed.
CREATE OR REPLACE MACRO visible_life(viewer_units, as_of, known_at) AS TABLE
  SELECT f.asset_id, d.unit, f.finding_id, f.product, f.fix, f.reopen_no, f.state, f.packages, f.first_detected,
    f.detected_by, f.advice_key, f.installed_at, f.verified_at, f.verified_by, f.contradicted_by, f.valid_from,
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

-- What is known of each finding's fix: what feeds say of the installed version, else what an advisory document says of
-- the fix.
CREATE MACRO visible_known_fix(viewer_units, as_of, known_at) AS TABLE
  SELECT f.finding_id,
    coalesce(w.advisory, v.advisory) AS advisory, coalesce(w.title, v.title) AS title,
    coalesce(w.source, v.source) AS source, coalesce(w.supersedes, '[]') AS supersedes, w.steps,
    coalesce(w.severity, v.severity) AS severity,
    CASE WHEN w.released IS NULL AND w.released_day IS NULL THEN v.released ELSE w.released END AS released,
    CASE WHEN w.released IS NULL AND w.released_day IS NULL THEN v.released_day ELSE w.released_day END AS released_day,
    least(w.known_exploited, v.known_exploited) AS known_exploited,
    CASE WHEN coalesce(w.cves, '[]') = '[]' THEN coalesce(v.cves, '[]') ELSE w.cves END AS cves,
    coalesce(w.facts, '[]') AS facts, coalesce(w.records, '[]') AS records, coalesce(w.unknown, '[]') AS unknown
  FROM visible_finding(viewer_units, as_of, known_at) f
  LEFT JOIN visible_advice(viewer_units, as_of, known_at) w ON w.advice_key = f.advice_key
  LEFT JOIN visible_advisory(viewer_units, as_of, known_at) v ON v.fix = f.fix
  WHERE w.advice_key IS NOT NULL OR v.fix IS NOT NULL;

-- The earliest binding deadline for the fix itself.
CREATE OR REPLACE MACRO visible_due(viewer_units, as_of, known_at) AS TABLE
  SELECT * FROM visible_in_force(viewer_units, as_of, known_at)
  WHERE binding IN ('own', 'must') AND task = 'patch'
  QUALIFY row_number() OVER (PARTITION BY finding_id ORDER BY due, rule) = 1;

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
        AND NOT (verified_at IS NOT NULL AND verified_at <= gone_at) THEN 'censored'
      WHEN as_of < judged_at THEN 'pending'
      WHEN fixed_at <= due THEN 'met'
      WHEN task = 'rank' THEN 'missed'
      WHEN last_saw_flaw > due THEN 'missed'
      WHEN fixed_at IS NOT NULL AND (installed_at = fixed_at OR covered) THEN 'missed'
      WHEN covered AND NOT coalesce(last_sufficient > due, false) THEN 'missed-not-rescanned'
      ELSE 'unknown'
    END AS outcome
  FROM facts;

-- Spans in which a binding deadline for the fix was past.
CREATE OR REPLACE MACRO visible_overdue_span(viewer_units, as_of, known_at) AS TABLE
  SELECT finding_id, judged_at AS overdue_from, next_from AS overdue_until
  FROM (
    SELECT finding_id, binding, withdrawn, task, judged_at,
      lead(valid_from) OVER (PARTITION BY finding_id, rule ORDER BY valid_from, opened_seq) AS next_from
    FROM visible_obligation(viewer_units, as_of, known_at)
  )
  WHERE NOT withdrawn AND task = 'patch' AND binding IN ('own', 'must') AND (next_from IS NULL OR judged_at < next_from);
