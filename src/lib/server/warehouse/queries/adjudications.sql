-- name: adjudications
-- What people adjudicated, each with the status it has; those that wait first, then the newest. A row is about a finding
-- (findingId, fix) or about a claim of another tool (flawId, tool, check).
-- notnull: id, subject, asset, assetId, unit, product, status, verdict, reason, evidence, proposedBy, proposedAt, since, open, total, waiting
-- json: evidence string[]
WITH decided AS (
  SELECT j.* FROM visible_adjudication($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) j
  WHERE ($ids::VARCHAR[] IS NULL OR list_contains($ids::VARCHAR[], j.adjudication_id))
    AND ($finding::VARCHAR IS NULL OR (j.subject = 'finding' AND j.subject_id = $finding::VARCHAR))
    AND ($flaw::VARCHAR IS NULL OR (j.subject = 'claim' AND j.subject_id = $flaw::VARCHAR))
    AND ($status::VARCHAR IS NULL OR j.status = $status::VARCHAR)
    AND ($verdict::VARCHAR IS NULL OR j.verdict = $verdict::VARCHAR)
    AND ($subject::VARCHAR IS NULL OR j.subject = $subject::VARCHAR)
),
claims AS (
  SELECT r.asset_id, r.flaw_id, r.tool, r.check_id, r.product, r.ended_at
  FROM visible_reported_history($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) r
  SEMI JOIN decided d ON d.subject = 'claim' AND d.subject_id = r.flaw_id AND d.asset_id = r.asset_id
  QUALIFY row_number() OVER (PARTITION BY r.asset_id, r.flaw_id ORDER BY r.valid_from DESC, r.opened_seq DESC) = 1
),
matching AS (
  SELECT d.*, a.name AS asset, f.fix, coalesce(f.product, c.product) AS product, c.tool, c.check_id, o.rank::VARCHAR AS rank,
    o.ranked, o.due,
    CASE WHEN d.subject = 'finding' THEN NOT has_ended(f.state, f.verified_by) ELSE c.ended_at IS NULL END AS open
  FROM decided d
  JOIN visible_asset($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) a ON a.asset_id = d.asset_id
  LEFT JOIN visible_finding($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) f ON d.subject = 'finding' AND f.finding_id = d.subject_id
  LEFT JOIN claims c ON d.subject = 'claim' AND c.flaw_id = d.subject_id AND c.asset_id = d.asset_id
  LEFT JOIN visible_due($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) o ON o.finding_id = f.finding_id
  WHERE (f.finding_id IS NOT NULL OR c.flaw_id IS NOT NULL)
    AND ($fix::VARCHAR IS NULL OR f.fix = $fix::VARCHAR)
    AND ($product::VARCHAR IS NULL OR f.product = $product::VARCHAR OR c.product = $product::VARCHAR)
    AND ($asset::VARCHAR IS NULL OR a.name = $asset::VARCHAR OR d.asset_id = $asset::VARCHAR)
    AND ($q::VARCHAR IS NULL OR contains(lower(concat_ws(' ', a.name, f.product, f.fix, c.product, c.tool, c.check_id, d.reason)), lower($q::VARCHAR)))
)
SELECT adjudication_id AS "id", subject AS "subject", CASE WHEN subject = 'finding' THEN subject_id END AS "findingId",
  CASE WHEN subject = 'claim' THEN subject_id END AS "flawId", asset AS "asset", asset_id AS "assetId", unit AS "unit",
  fix AS "fix", product AS "product", tool AS "tool", check_id AS "check", open AS "open", rank AS "rank", ranked AS "ranked",
  due AS "due", status AS "status", valid_from AS "since", verdict AS "verdict", reason AS "reason", evidence AS "evidence",
  proposed_by AS "proposedBy", proposed_at AS "proposedAt", approved_by AS "approvedBy", active_from AS "activeFrom",
  ended_why AS "endedWhy", ended_by AS "endedBy", ended_reason AS "endedReason",
  count(*) OVER ()::INTEGER AS "total", (count(*) FILTER (WHERE status = 'waiting') OVER ())::INTEGER AS "waiting"
FROM matching
ORDER BY
  CASE WHEN $sort::VARCHAR = 'asset' THEN asset WHEN $sort::VARCHAR = 'product' THEN product END ASC,
  CASE WHEN $sort::VARCHAR = '-asset' THEN asset WHEN $sort::VARCHAR = '-product' THEN product END DESC,
  CASE WHEN $sort::VARCHAR = 'since' THEN valid_from END ASC,
  CASE WHEN $sort::VARCHAR = '-since' THEN valid_from END DESC,
  CASE status WHEN 'waiting' THEN 1 WHEN 'in-force' THEN 2 ELSE 3 END, valid_from DESC, asset, product, adjudication_id
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
