-- name: obligations
-- The deadlines of one finding, as appended.
-- notnull: rule, ruleName, binding, policyVersion, rank, ranked, clockStart, clockBasis, limit, due, validFrom, cause, withdrawn, task
SELECT o.rule AS "rule", o.rule_name AS "ruleName", o.binding AS "binding", o.policy_version AS "policyVersion",
  o.rank::VARCHAR AS "rank", o.ranked AS "ranked", o.clock_start AS "clockStart", o.clock_basis AS "clockBasis",
  o.limit_duration AS "limit", o.due AS "due", o.valid_from AS "validFrom", o.cause AS "cause",
  coalesce(o.withdrawn, false) AS "withdrawn", o.task AS "task"
FROM visible_obligation($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) o
WHERE o.finding_id = $id::VARCHAR
ORDER BY o.valid_from, o.opened_seq, o.rule
