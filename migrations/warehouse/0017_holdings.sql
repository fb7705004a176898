-- What assets hold of each product, by numbers: flaws without a fix are counted over all packages of all assets, and
-- texts made of so many rows took most of the time (docs/adr/0017-holdings.md).

CREATE TABLE holding (
  holding_no INTEGER NOT NULL,
  -- keys of `advice`, one product's, in their order, apart by line feeds
  advice_keys VARCHAR NOT NULL,
  opened_seq BIGINT NOT NULL
);

-- One row per asset, product and time: it follows package_interval and the platform of asset_interval.
CREATE TABLE holding_interval (
  asset_id VARCHAR NOT NULL,
  valid_from TIMESTAMPTZ NOT NULL,
  valid_to TIMESTAMPTZ,
  opened_seq BIGINT NOT NULL,
  closed_seq BIGINT,
  superseded_seq BIGINT,
  holding_no INTEGER NOT NULL
);

-- What assets in use hold; one product is held in one way at a time.
CREATE MACRO visible_holding(viewer_units, as_of, known_at) AS TABLE
  SELECT h.asset_id, h.holding_no
  FROM holding_interval h
  SEMI JOIN (SELECT asset_id FROM visible_decided(viewer_units, as_of, known_at) WHERE NOT retired) d ON d.asset_id = h.asset_id
  WHERE h.valid_from <= as_of AND h.opened_seq <= known_at
    AND (h.valid_to IS NULL OR h.closed_seq > known_at OR h.valid_to > as_of)
    AND (h.superseded_seq IS NULL OR h.superseded_seq > known_at);

-- The keys of holdings, one row each.
CREATE MACRO visible_holding_key(viewer_units, as_of, known_at) AS TABLE
  SELECT holding_no, unnest(string_split(advice_keys, chr(10))) AS advice_key
  FROM holding
  WHERE opened_seq <= known_at AND (list_contains(viewer_units, '*') OR holding_no IS NOT NULL);

-- Flaws that are present and have no fix to install, one row per vulnerability, product and state, with the assets that
-- have them; wanted = one asset by name or id, null = all. Assets that hold the same of a product are counted together
-- before flaws are: an asset with several versions of it counts once.
CREATE OR REPLACE MACRO visible_unfixed(viewer_units, as_of, known_at, wanted) AS TABLE
  WITH flaws AS MATERIALIZED (
    SELECT advice_key, split_part(advice_key, chr(9), 1) AS platform, split_part(advice_key, chr(9), 2) AS product,
      recorded_at, flaw.vulnerability AS vulnerability, flaw.state AS state, flaw.note AS note, flaw.feed AS feed, flaw.seq AS seq,
      flaw.at AS place
    FROM (
      SELECT advice_key, recorded_at, unnest(from_json(unfixed,
        '[{"vulnerability":"VARCHAR","state":"VARCHAR","note":"VARCHAR","feed":"VARCHAR","seq":"BIGINT","at":"VARCHAR"}]')) AS flaw
      FROM visible_advice(viewer_units, as_of, known_at) WHERE unfixed <> '[]'
    )
  ),
  surroundings AS MATERIALIZED (
    SELECT asset_id, coalesce(exposure, 'internet') <> 'internal' AS exposed,
      list_has_any(string_split(scope, ','), ['pci-cde', 'ephi']) AS scoped, retired
    FROM visible_decided(viewer_units, as_of, known_at)
  ),
  keys AS MATERIALIZED (
    SELECT k.holding_no, k.advice_key
    FROM visible_holding_key(viewer_units, as_of, known_at) k
    SEMI JOIN flaws f ON f.advice_key = k.advice_key
  ),
  chosen AS MATERIALIZED (
    SELECT asset_id, exposed, scoped FROM surroundings
    WHERE NOT retired AND (wanted IS NULL OR asset_id = wanted OR asset_id IN (
      SELECT asset_id FROM visible_asset(viewer_units, as_of, known_at) WHERE name = wanted))
  ),
  alike AS MATERIALIZED (
    SELECT h.holding_no, count(*) AS assets, bool_or(s.exposed) AS exposed, bool_or(s.scoped) AS scoped
    FROM holding_interval h
    JOIN chosen s ON s.asset_id = h.asset_id
    WHERE h.valid_from <= as_of AND h.opened_seq <= known_at
      AND (h.valid_to IS NULL OR h.closed_seq > known_at OR h.valid_to > as_of)
      AND (h.superseded_seq IS NULL OR h.superseded_seq > known_at)
    GROUP BY h.holding_no
  ),
  told AS (
    SELECT f.vulnerability, f.product, f.state, any_value(a.assets) AS assets, bool_or(a.exposed) AS exposed,
      bool_or(a.scoped) AS scoped, list(DISTINCT f.platform) AS platforms, list(DISTINCT f.note) AS notes,
      min(f.seq) AS seq, arg_min(f.feed, f.seq) AS feed, arg_min(f.place, f.seq) AS place, min(f.recorded_at) AS recorded_at
    FROM alike a
    JOIN keys k ON k.holding_no = a.holding_no
    JOIN flaws f ON f.advice_key = k.advice_key
    GROUP BY a.holding_no, f.vulnerability, f.product, f.state
  ),
  reported AS MATERIALIZED (
    SELECT substr(o.fix, 8) AS vulnerability, o.product, o.asset_id, o.rank, o.first_detected
    FROM visible_open(viewer_units, as_of, known_at) o
    WHERE starts_with(o.fix, 'no-fix:') AND (wanted IS NULL OR o.asset_id = wanted OR o.asset_id IN (
      SELECT asset_id FROM visible_asset(viewer_units, as_of, known_at) WHERE name = wanted))
  ),
  -- What our own feeds say of the same asset counts once, with their words.
  only_reported AS (
    SELECT r.* FROM reported r
    ANTI JOIN (
      SELECT w.asset_id, f.vulnerability, f.product
      FROM reported w
      JOIN flaws f ON f.vulnerability = w.vulnerability AND f.product = w.product
      JOIN keys k ON k.advice_key = f.advice_key
      JOIN visible_holding(viewer_units, as_of, known_at) h ON h.asset_id = w.asset_id AND h.holding_no = k.holding_no
    ) t ON t.asset_id = r.asset_id AND t.vulnerability = r.vulnerability AND t.product = r.product
  )
  SELECT vulnerability, product, state, sum(assets) AS assets, bool_or(exposed) AS exposed, bool_or(scoped) AS scoped,
    min(rank) AS rank, list_sort(list_distinct(flatten(list(platforms)))) AS platforms,
    list_sort(list_distinct(flatten(list(notes)))) AS notes, min(seq) AS seq, arg_min(feed, seq) AS feed,
    arg_min(place, seq) AS place, min(recorded_at) AS recorded_at, bool_or(by_report) AS reported
  FROM (
    SELECT vulnerability, product, state, assets, exposed, scoped, NULL::rank AS rank, platforms, notes, seq, feed, place,
      recorded_at, false AS by_report
    FROM told
    UNION ALL
    SELECT r.vulnerability, r.product, 'no_fix', count(DISTINCT r.asset_id), bool_or(s.exposed), bool_or(s.scoped), min(r.rank), [], [],
      NULL, NULL, NULL, min(r.first_detected), true
    FROM only_reported r JOIN surroundings s ON s.asset_id = r.asset_id
    GROUP BY r.vulnerability, r.product
  )
  GROUP BY vulnerability, product, state;

DROP MACRO TABLE visible_installed;
