-- name: policies
-- notnull: document, version
SELECT version AS "version", document AS "document" FROM policy_version ORDER BY version, opened_seq
