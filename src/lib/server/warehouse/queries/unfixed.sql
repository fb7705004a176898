-- name: unfixed
-- Flaws that are present and have no fix to install: per vulnerability, product and state the assets that have it, what
-- the vendor says, and the record that says so. Known exploited ones first, then the likeliest to be.
-- notnull: id, cve, product, state, assets, exposed, scoped, platforms, notes, since, reported, total
-- json: platforms string[]
-- json: notes string[]
WITH present AS (
  SELECT u.vulnerability, u.product, u.state, u.assets, u.exposed, u.scoped, u.rank, u.platforms, u.notes, u.seq, u.feed, u.place,
    u.recorded_at, u.reported
  FROM visible_unfixed($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT, $asset::VARCHAR) u
  WHERE ($state::VARCHAR IS NULL OR u.state = $state::VARCHAR)
    AND ($cve::VARCHAR IS NULL OR u.vulnerability = $cve::VARCHAR)
    AND ($asset::VARCHAR IS NULL OR u.assets > 0)
    AND ($product::VARCHAR IS NULL OR u.product = $product::VARCHAR)
    AND ($q::VARCHAR IS NULL
      OR contains(lower(concat_ws(' ', u.vulnerability, u.product, array_to_string(u.notes, ' '))), lower($q::VARCHAR)))
),
scored AS (
  SELECT f.subject, min(json_extract_string(f.content, '$.added')) FILTER (WHERE f.kind = 'kev') AS exploited,
    max(json_extract(f.content, '$.score')::DOUBLE) FILTER (WHERE f.kind = 'epss') AS epss
  FROM visible_feed_fact($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) f
  WHERE f.kind IN ('kev', 'epss') AND f.subject IN (SELECT vulnerability FROM present)
  GROUP BY f.subject
)
SELECT fix_id(p.vulnerability || chr(9) || p.state, p.product) AS "id", p.vulnerability AS "cve", p.product AS "product", p.state AS "state",
  p.assets::INTEGER AS "assets", p.exposed AS "exposed", p.scoped AS "scoped", p.rank::VARCHAR AS "findingRank",
  to_json(p.platforms)::VARCHAR AS "platforms", to_json(list_filter(p.notes, lambda n : n IS NOT NULL))::VARCHAR AS "notes",
  s.exploited AS "knownExploited", coalesce(l.received_at, p.recorded_at) AS "since", p.reported AS "reported",
  p.feed AS "feed", p.place AS "at", p.seq AS "seq", l.file_name AS "file", count(*) OVER ()::INTEGER AS "total"
FROM present p
LEFT JOIN scored s ON s.subject = p.vulnerability
LEFT JOIN visible_feed_load($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) l ON l.seq = p.seq
WHERE ($exploited::VARCHAR IS NULL OR (s.exploited IS NOT NULL) = ($exploited::VARCHAR = 'yes'))
ORDER BY
  CASE $sort::VARCHAR WHEN 'cve' THEN p.vulnerability WHEN 'product' THEN p.product WHEN 'state' THEN p.state END ASC,
  CASE $sort::VARCHAR WHEN '-cve' THEN p.vulnerability WHEN '-product' THEN p.product WHEN '-state' THEN p.state END DESC,
  CASE $sort::VARCHAR WHEN 'assets' THEN p.assets WHEN 'epss' THEN s.epss END ASC,
  CASE $sort::VARCHAR WHEN '-assets' THEN p.assets WHEN '-epss' THEN s.epss END DESC,
  CASE WHEN $sort::VARCHAR = 'since' THEN coalesce(l.received_at, p.recorded_at) END ASC,
  CASE WHEN $sort::VARCHAR = '-since' THEN coalesce(l.received_at, p.recorded_at) END DESC,
  s.exploited IS NOT NULL DESC, s.epss DESC, p.assets DESC, p.vulnerability, p.product, p.state
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
