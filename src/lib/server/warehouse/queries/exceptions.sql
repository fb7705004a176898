-- name: exceptions
-- Exceptions with the status that instants give them, one page of them. viewer = the person who asks: a draft is shown
-- to its author alone. answers = those waiting that the viewer neither drafted nor asked for.
-- near = others about the same assets as that one.
-- notnull: id, title, aim, status, author, worksheet, renewal, controls, catchesFuture, since, findings, open, overdue, excepted, neverValidated, total, waiting, seesAll
-- json: controls string[]
WITH known AS (
  SELECT exception_id, title, aim, status, author, requested_by, requested_at, valid_from, until_day, level, approved_at,
    expires_at, ends_at, worksheet, renews, renewal, controls, catches_future, targets, seen, reason
  FROM visible_exception($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT)
  WHERE within OR author = $viewer::VARCHAR
),
about AS (
  SELECT t.exception_id, count(*) AS findings, count(o.finding_id) AS open,
    count(*) FILTER (WHERE o.overdue) AS overdue, min(o.rank) AS rank, min(o.due) AS due,
    count(x.finding_id) AS excepted
  FROM visible_exception_target($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) t
  LEFT JOIN visible_open($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) o ON o.finding_id = t.finding_id
  LEFT JOIN (SELECT DISTINCT exception_id, finding_id FROM visible_coverage($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT)
    WHERE active_from <= $as_of::TIMESTAMPTZ AND $as_of::TIMESTAMPTZ < active_until) x
    ON x.exception_id = t.exception_id AND x.finding_id = t.finding_id
  GROUP BY t.exception_id
),
controlled AS (
  SELECT k.exception_id, count(*) FILTER (WHERE c.status = 'never-validated') AS never_validated
  FROM known k JOIN visible_control($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) c ON list_contains(from_json(k.controls, '["VARCHAR"]'), c.control_id)
  GROUP BY k.exception_id
),
matching AS (
  SELECT k.*, coalesce(a.findings, 0) AS findings, coalesce(a.open, 0) AS open, coalesce(a.overdue, 0) AS overdue,
    coalesce(a.excepted, 0) AS excepted, a.rank, a.due, coalesce(c.never_validated, 0) AS never_validated,
    k.status IN ('requested', 'in-assessment') AS waits
  FROM known k
  LEFT JOIN about a ON a.exception_id = k.exception_id
  LEFT JOIN controlled c ON c.exception_id = k.exception_id
  WHERE ($ids::VARCHAR[] IS NULL OR list_contains($ids::VARCHAR[], k.exception_id))
    AND (k.status <> 'draft' OR k.author = $viewer::VARCHAR)
    AND ($finding::VARCHAR IS NULL OR k.exception_id IN (
      SELECT exception_id FROM visible_exception_target($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) t WHERE t.finding_id = $finding::VARCHAR))
    AND ($control::VARCHAR IS NULL OR list_contains(from_json(k.controls, '["VARCHAR"]'), $control::VARCHAR))
    AND ($renews::VARCHAR IS NULL OR k.renews = $renews::VARCHAR)
    AND ($near::VARCHAR IS NULL OR (k.exception_id <> $near::VARCHAR AND k.exception_id IN (
      SELECT t.exception_id FROM visible_exception_target($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) t
      JOIN visible_exception_target($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) n ON n.asset_id = t.asset_id WHERE n.exception_id = $near::VARCHAR)))
    AND ($q::VARCHAR IS NULL OR contains(lower(concat_ws(' ', k.exception_id, k.title, k.reason)), lower($q::VARCHAR)))
)
SELECT exception_id AS "id", title AS "title", aim AS "aim", status AS "status", author AS "author", requested_by AS "requestedBy",
  requested_at AS "requestedAt", valid_from AS "since", until_day AS "until", level AS "level", approved_at AS "approvedAt",
  expires_at AS "expiresAt", ends_at AS "endsAt", worksheet AS "worksheet", renews AS "renews", renewal AS "renewal", controls AS "controls",
  catches_future AS "catchesFuture", findings::INTEGER AS "findings", open::INTEGER AS "open", overdue::INTEGER AS "overdue",
  excepted::INTEGER AS "excepted", rank::VARCHAR AS "rank", due AS "due", never_validated::INTEGER AS "neverValidated",
  targets::INTEGER AS "targets", coalesce(seen, 0) >= coalesce(targets, 0) AS "seesAll",
  count(*) OVER ()::INTEGER AS "total", (count(*) FILTER (WHERE waits) OVER ())::INTEGER AS "waiting"
FROM matching
WHERE ($status::VARCHAR IS NULL OR $status::VARCHAR = status
    OR ($status::VARCHAR = 'waiting' AND waits)
    OR ($status::VARCHAR = 'mine' AND waits AND author <> $viewer::VARCHAR AND requested_by <> $viewer::VARCHAR)
    OR ($status::VARCHAR = 'requested' AND (waits OR status = 'change-requested'))
    OR ($status::VARCHAR = 'ending' AND status = 'active' AND expires_at <= $as_of::TIMESTAMPTZ + INTERVAL 30 DAY)
    OR ($status::VARCHAR = 'ended' AND status IN ('expired', 'revoked', 'suspended', 'refused', 'withdrawn'))
    OR ($status::VARCHAR = 'suppressing' AND status = 'active' AND overdue > 0)
    OR ($status::VARCHAR = 'never-validated' AND status = 'active' AND never_validated > 0))
  AND ($rank::VARCHAR IS NULL OR rank::VARCHAR = $rank::VARCHAR)
ORDER BY
  CASE WHEN $sort::VARCHAR = 'title' THEN title WHEN $sort::VARCHAR = 'status' THEN status END ASC,
  CASE WHEN $sort::VARCHAR = '-title' THEN title WHEN $sort::VARCHAR = '-status' THEN status END DESC,
  CASE WHEN $sort::VARCHAR = 'findings' THEN findings END ASC,
  CASE WHEN $sort::VARCHAR = '-findings' THEN findings END DESC,
  CASE WHEN $sort::VARCHAR = 'ends' THEN expires_at WHEN $sort::VARCHAR = 'requested' THEN requested_at END ASC,
  CASE WHEN $sort::VARCHAR = '-ends' THEN expires_at WHEN $sort::VARCHAR = '-requested' THEN requested_at END DESC,
  CASE WHEN waits THEN 1 WHEN status = 'change-requested' THEN 2 WHEN status = 'draft' THEN 3 WHEN status = 'active' THEN 4 ELSE 5 END,
  CASE WHEN waits THEN requested_at WHEN status = 'active' THEN expires_at END ASC, valid_from DESC, exception_id
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
