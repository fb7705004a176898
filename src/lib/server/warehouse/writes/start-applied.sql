-- name: start-applied
INSERT INTO applied (epoch, seq, root, code) VALUES (0, 0, '', $code::VARCHAR)
