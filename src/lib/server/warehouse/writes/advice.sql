-- name: advice
-- All advice in the order of events, as deadlines need it.
-- notnull: key, cves, facts, unknown, digest, recordedAt, unfixed
SELECT advice_key AS "key", released AS "released", released_day AS "releasedDay", severity AS "severity",
  known_exploited AS "knownExploited", fixed AS "fixed", facts AS "facts", cves AS "cves", advisory AS "advisory",
  unknown AS "unknown", updates AS "updates", settings AS "settings", steps AS "steps", CASE WHEN fixed IS NULL THEN unfixed ELSE '[]' END AS "unfixed",
  digest AS "digest", recorded_at AS "recordedAt"
FROM advice
ORDER BY opened_seq, advice_key
