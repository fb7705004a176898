-- name: adjudications
-- The rows of the proposals about these subjects of these assets, by what tells two of them apart.
-- notnull: assetId, subject, subjectId, key
SELECT asset_id AS "assetId", subject AS "subject", subject_id AS "subjectId",
  concat_ws(' ', adjudication_id, step, status, epoch_ms(valid_from)) AS "key"
FROM adjudication
WHERE superseded_seq IS NULL AND asset_id IN (SELECT unnest($asset_ids::VARCHAR[]))
  AND subject_id IN (SELECT unnest($subject_ids::VARCHAR[]))
ORDER BY asset_id, subject_id, adjudication_id, step
