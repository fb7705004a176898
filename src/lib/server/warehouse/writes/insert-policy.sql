-- name: insert-policy
INSERT INTO policy_version (version, effective_from, zone, document, opened_seq)
VALUES ($version::INTEGER, $effective_from::TIMESTAMPTZ, $zone::VARCHAR, $document::VARCHAR, $seq::BIGINT)
