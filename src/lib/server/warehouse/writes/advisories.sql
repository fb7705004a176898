-- name: advisories
-- What advisories said of each fix, in the order of their events.
-- notnull: fix, advisory, cves, recordedAt
SELECT fix AS "fix", advisory AS "advisory", released AS "released", released_day AS "releasedDay",
  known_exploited AS "knownExploited", severity AS "severity", cves AS "cves", recorded_at AS "recordedAt"
FROM advisory_fix
ORDER BY opened_seq, fix
