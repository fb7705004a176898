-- name: tool-precision
-- How often each tool is right, of its claims about products that our own complete scans know: these agree, or two persons
-- decided that the tool is right. undecided = conflicts that nobody decided.
-- notnull: tool, agrees, conflicts, toolRight, scanRight, undecided
SELECT o.tool AS "tool", count(*) FILTER (WHERE o.opinion = 'agrees')::INTEGER AS "agrees",
  count(*) FILTER (WHERE o.opinion = 'conflict')::INTEGER AS "conflicts",
  count(*) FILTER (WHERE o.opinion = 'conflict' AND j.verdict = 'tool-right')::INTEGER AS "toolRight",
  count(*) FILTER (WHERE o.opinion = 'conflict' AND j.verdict = 'scan-right')::INTEGER AS "scanRight",
  count(*) FILTER (WHERE o.opinion = 'conflict' AND j.verdict IS NULL)::INTEGER AS "undecided"
FROM visible_second_opinion($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) o
JOIN visible_decided($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) d ON d.asset_id = o.asset_id
LEFT JOIN (
  SELECT asset_id, subject_id, verdict FROM visible_adjudication($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) v
  WHERE v.subject = 'claim' AND v.status = 'in-force'
) j ON j.asset_id = o.asset_id AND j.subject_id = o.flaw_id
WHERE NOT d.retired
GROUP BY o.tool
ORDER BY o.tool
