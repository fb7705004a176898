-- Ranks that people gave, and what they found out about patches.

-- What people did about the rank of a finding, as the log has it.
CREATE TABLE rank_event (
  asset_id VARCHAR NOT NULL,
  finding_id VARCHAR NOT NULL,
  seq BIGINT NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL,
  event VARCHAR NOT NULL
);

-- Append-only: from when a proposal waits, holds or has ended. A new rank of the method ends it as well, so what
-- becomes known later may supersede a row that was to begin later.
CREATE TABLE rank_override (
  asset_id VARCHAR NOT NULL,
  finding_id VARCHAR NOT NULL,
  override_id VARCHAR NOT NULL,
  -- Tells the rows of one proposal apart that begin at the same instant.
  step INTEGER NOT NULL,
  status VARCHAR NOT NULL,
  valid_from TIMESTAMPTZ NOT NULL,
  -- A rank, or automatic.
  target VARCHAR NOT NULL,
  rank_before VARCHAR,
  basis_rank VARCHAR,
  basis_exploited BOOLEAN NOT NULL,
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

CREATE TABLE patch_record (
  fix VARCHAR NOT NULL,
  product VARCHAR NOT NULL,
  seq BIGINT NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL,
  event VARCHAR NOT NULL
);

-- Proposals with the status they have.
CREATE MACRO visible_rank_override(viewer_units, as_of, known_at) AS TABLE
  SELECT u.unit, o.*
  FROM rank_override o JOIN visible_unit(viewer_units, as_of, known_at) u ON u.asset_id = o.asset_id
  WHERE o.valid_from <= as_of AND o.opened_seq <= known_at
    AND (o.superseded_seq IS NULL OR o.superseded_seq > known_at)
  QUALIFY row_number() OVER (PARTITION BY o.override_id ORDER BY o.step DESC) = 1;

-- What is recorded about patches that anything in the viewer's units needs or needed.
CREATE MACRO visible_patch_record(viewer_units, as_of, known_at) AS TABLE
  SELECT r.* FROM patch_record r
  SEMI JOIN visible_finding(viewer_units, as_of, known_at) f ON f.fix = r.fix AND f.product = r.product
  WHERE r.recorded_at <= as_of AND r.seq <= known_at;
