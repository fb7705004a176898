-- name: empty-staged-statements
DELETE FROM staged_statement
