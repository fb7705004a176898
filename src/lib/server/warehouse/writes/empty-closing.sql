-- name: empty-closing
DELETE FROM closing
