-- The order of the queue, and when it became known what it says.

-- What an asset and a rank weigh in the order of the queue (docs/guide/ranking.md). Not decided counts as high
-- criticality and as reachable from the internet; of several scopes the heaviest counts.
CREATE MACRO asset_weight(criticality, exposure, scope) AS
  1 + CASE criticality WHEN 'low' THEN 0 WHEN 'medium' THEN 1 WHEN 'critical' THEN 3 ELSE 2 END
    + CASE exposure WHEN 'internal' THEN 0 WHEN 'partner' THEN 1 ELSE 2 END
    + CASE WHEN list_has_any(string_split(coalesce(scope, ''), ','), ['pci-cde', 'ephi']) THEN 2
      WHEN list_contains(string_split(coalesce(scope, ''), ','), 'pci-connected') THEN 1 ELSE 0 END;

CREATE MACRO rank_weight(rank) AS
  CASE rank::VARCHAR WHEN 'severe' THEN 8 WHEN 'medium' THEN 2 WHEN 'low' THEN 1 ELSE 4 END;

-- Whether packages of a finding hold a kernel, which takes effect with a boot (src/core/advisory/kernel.ts).
CREATE MACRO holds_kernel(packages) AS regexp_matches(packages,
  '"name":"(linux-image-[^"]*|kernel(-(rt|uek|64k|16k|debug|auto|ml|lt|PAE|default|azure))*(-(core|modules(-(core|extra|internal|partner))?))?)"');

-- One short name for a fix of a product.
CREATE MACRO fix_id(fix, product) AS left(md5(fix || chr(9) || product), 16);

-- Since when an advisory was known of an installed version, and of a fix.
CREATE MACRO visible_advice_told(viewer_units, as_of, known_at) AS TABLE
  SELECT advice_key, advisory, min(recorded_at) AS told_at
  FROM advice
  WHERE advisory IS NOT NULL AND opened_seq <= known_at
    AND (list_contains(viewer_units, '*') OR advice_key IS NOT NULL)
  GROUP BY advice_key, advisory;

CREATE MACRO visible_advisory_told(viewer_units, as_of, known_at) AS TABLE
  SELECT fix, advisory, min(recorded_at) AS told_at
  FROM advisory_fix
  WHERE opened_seq <= known_at AND (list_contains(viewer_units, '*') OR fix IS NOT NULL)
  GROUP BY fix, advisory;

-- What feeds know of advisories and vulnerabilities, as known.
CREATE MACRO visible_feed_fact(viewer_units, as_of, known_at) AS TABLE
  SELECT feed, kind, subject, content, opened_seq FROM feed_fact
  WHERE opened_seq <= known_at AND (closed_seq IS NULL OR closed_seq > known_at)
    AND (list_contains(viewer_units, '*') OR feed IS NOT NULL);

-- What is installed on assets in use, by the key that feeds are asked with; wanted = one asset by name or id, null = all.
CREATE MACRO visible_installed(viewer_units, as_of, known_at, wanted) AS TABLE
  SELECT p.asset_id, advice_key_of(i.platform, p.name, p.arch, p.version, p.source, p.source_version, p.module) AS advice_key
  FROM package_interval p
  JOIN asset_interval i ON i.asset_id = p.asset_id AND i.platform IS NOT NULL
    AND i.valid_from <= as_of AND i.opened_seq <= known_at
    AND (i.valid_to IS NULL OR i.closed_seq > known_at OR i.valid_to > as_of)
    AND (i.superseded_seq IS NULL OR i.superseded_seq > known_at)
  SEMI JOIN (SELECT asset_id FROM visible_decided(viewer_units, as_of, known_at) WHERE NOT retired) d ON d.asset_id = p.asset_id
  WHERE p.valid_from <= as_of AND p.opened_seq <= known_at
    AND (p.valid_to IS NULL OR p.closed_seq > known_at OR p.valid_to > as_of)
    AND (p.superseded_seq IS NULL OR p.superseded_seq > known_at)
    AND (wanted IS NULL OR i.name = wanted OR p.asset_id = wanted);

-- Flaws that are present and have no fix to install, one row per vulnerability, product and state, with the assets that
-- have them. Assets that hold the same versions of a product are counted together before flaws are: an asset with
-- several versions of it counts once.
CREATE MACRO visible_unfixed(viewer_units, as_of, known_at, wanted) AS TABLE
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
  surroundings AS (
    SELECT asset_id, coalesce(exposure, 'internet') <> 'internal' AS exposed,
      list_has_any(string_split(scope, ','), ['pci-cde', 'ephi']) AS scoped
    FROM visible_decided(viewer_units, as_of, known_at)
  ),
  keys AS MATERIALIZED (
    SELECT advice_key, row_number() OVER (ORDER BY advice_key) AS key_no, dense_rank() OVER (ORDER BY product) AS product_no
    FROM (SELECT DISTINCT advice_key, product FROM flaws)
  ),
  -- There are as many rows as packages on all assets: numbers stand for keys, and lists are made only of the few assets
  -- that have several versions of a product.
  versions AS MATERIALIZED (
    SELECT h.asset_id, k.product_no, min(k.key_no) AS first_no, max(k.key_no) AS last_no
    FROM visible_installed(viewer_units, as_of, known_at, wanted) h
    JOIN keys k ON k.advice_key = h.advice_key
    GROUP BY h.asset_id, k.product_no
  ),
  several AS (
    SELECT h.asset_id, k.product_no, list_sort(list_distinct(list(k.key_no))) AS keys
    FROM visible_installed(viewer_units, as_of, known_at, wanted) h
    SEMI JOIN (SELECT asset_id FROM versions WHERE first_no < last_no) v ON v.asset_id = h.asset_id
    JOIN keys k ON k.advice_key = h.advice_key
    SEMI JOIN (SELECT asset_id, product_no FROM versions WHERE first_no < last_no) w
      ON w.asset_id = h.asset_id AND w.product_no = k.product_no
    GROUP BY h.asset_id, k.product_no
  ),
  alike AS (
    SELECT row_number() OVER () AS alike_no, keys, assets, exposed, scoped FROM (
      SELECT [v.first_no] AS keys, count(*) AS assets, bool_or(s.exposed) AS exposed, bool_or(s.scoped) AS scoped
      FROM versions v JOIN surroundings s ON s.asset_id = v.asset_id
      WHERE v.first_no = v.last_no
      GROUP BY v.first_no
      UNION ALL
      SELECT h.keys, count(*), bool_or(s.exposed), bool_or(s.scoped)
      FROM several h JOIN surroundings s ON s.asset_id = h.asset_id
      GROUP BY h.keys
    )
  ),
  told AS (
    SELECT f.vulnerability, f.product, f.state, any_value(a.assets) AS assets, bool_or(a.exposed) AS exposed,
      bool_or(a.scoped) AS scoped, list(DISTINCT f.platform) AS platforms, list(DISTINCT f.note) AS notes,
      min(f.seq) AS seq, arg_min(f.feed, f.seq) AS feed, arg_min(f.place, f.seq) AS place, min(f.recorded_at) AS recorded_at
    FROM (SELECT alike_no, assets, exposed, scoped, unnest(keys) AS key_no FROM alike) a
    JOIN keys k ON k.key_no = a.key_no
    JOIN flaws f ON f.advice_key = k.advice_key
    GROUP BY a.alike_no, f.vulnerability, f.product, f.state
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
      JOIN versions v ON v.asset_id = w.asset_id AND v.product_no = k.product_no AND k.key_no IN (v.first_no, v.last_no)
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
