-- name: policies
-- notnull: document, version, seq
SELECT version AS "version", document AS "document", opened_seq AS "seq" FROM policy_version ORDER BY version, opened_seq
