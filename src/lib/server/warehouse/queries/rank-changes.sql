-- name: rank-changes
-- Ranks that people asked for, each with the status it has; those that wait first, then the newest.
-- notnull: id, findingId, asset, assetId, unit, fix, product, status, to, basisExploited, reason, evidence, proposedBy, proposedAt, since, total, waiting
-- json: evidence string[]
WITH matching AS (
  SELECT o.*, a.name AS asset, f.fix, f.product, coalesce(w.advisory, v.advisory) AS advisory, d.rank::VARCHAR AS rank, d.ranked, d.due,
    NOT has_ended(f.state, f.verified_by) AS open
  FROM visible_rank_override($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) o
  JOIN visible_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) a ON a.asset_id = o.asset_id
  JOIN visible_finding($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) f ON f.finding_id = o.finding_id
  LEFT JOIN visible_due($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) d ON d.finding_id = o.finding_id
  LEFT JOIN visible_advice($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) w ON w.advice_key = f.advice_key
  LEFT JOIN visible_advisory($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) v ON v.fix = f.fix
  WHERE ($ids::VARCHAR[] IS NULL OR list_contains($ids::VARCHAR[], o.override_id))
    AND ($finding::VARCHAR IS NULL OR o.finding_id = $finding::VARCHAR)
    AND ($status::VARCHAR IS NULL OR o.status = $status::VARCHAR)
    AND ($target::VARCHAR IS NULL OR o.target = $target::VARCHAR)
    AND ($fix::VARCHAR IS NULL OR f.fix = $fix::VARCHAR)
    AND ($product::VARCHAR IS NULL OR f.product = $product::VARCHAR)
    AND ($asset::VARCHAR IS NULL OR a.name = $asset::VARCHAR OR o.asset_id = $asset::VARCHAR)
    AND ($q::VARCHAR IS NULL OR contains(lower(concat_ws(' ', a.name, f.product, f.fix, w.advisory, v.advisory, o.reason)), lower($q::VARCHAR)))
)
SELECT override_id AS "id", finding_id AS "findingId", asset AS "asset", asset_id AS "assetId", unit AS "unit",
  fix AS "fix", advisory AS "advisory", product AS "product", open AS "open", rank AS "rank", ranked AS "ranked", due AS "due",
  status AS "status", valid_from AS "since", target AS "to", rank_before AS "from", basis_rank AS "basisRank",
  basis_exploited AS "basisExploited", reason AS "reason", evidence AS "evidence", proposed_by AS "proposedBy",
  proposed_at AS "proposedAt", approved_by AS "approvedBy", active_from AS "activeFrom", ended_why AS "endedWhy",
  ended_by AS "endedBy", ended_reason AS "endedReason",
  count(*) OVER ()::INTEGER AS "total", (count(*) FILTER (WHERE status = 'waiting') OVER ())::INTEGER AS "waiting"
FROM matching
ORDER BY
  CASE WHEN $sort::VARCHAR = 'asset' THEN asset WHEN $sort::VARCHAR = 'product' THEN product END ASC,
  CASE WHEN $sort::VARCHAR = '-asset' THEN asset WHEN $sort::VARCHAR = '-product' THEN product END DESC,
  CASE WHEN $sort::VARCHAR = 'since' THEN valid_from END ASC,
  CASE WHEN $sort::VARCHAR = '-since' THEN valid_from END DESC,
  CASE status WHEN 'waiting' THEN 1 WHEN 'in-force' THEN 2 ELSE 3 END, valid_from DESC, asset, product, override_id
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
