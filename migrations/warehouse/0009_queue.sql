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
