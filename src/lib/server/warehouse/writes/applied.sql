-- name: applied
-- How far the log is applied.
-- notnull: epoch, seq, root, code
SELECT epoch AS "epoch", seq AS "seq", root AS "root", code AS "code" FROM applied
