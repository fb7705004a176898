-- name: confirmed-claims
-- Claims of other tools of which two persons decided that the tool is right.
-- notnull: assetId, flawId
SELECT asset_id AS "assetId", subject_id AS "flawId"
FROM adjudication
WHERE superseded_seq IS NULL AND subject = 'claim' AND verdict = 'tool-right'
GROUP BY asset_id, subject_id, adjudication_id
HAVING count(*) FILTER (WHERE status = 'in-force') > 0 AND count(*) FILTER (WHERE status = 'ended') = 0
