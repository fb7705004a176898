-- name: advice-of
-- What feeds say of one installed version, as known.
-- notnull: supersedes, cves, unfixed, unknown, facts, records, recordedAt, seq
-- json: supersedes string[]
-- json: cves string[]
-- json: unfixed UnfixedFlaw[] #core/advisory/advise.ts
-- json: unknown UnknownFlaw[] #core/advisory/unknown-flaw.ts
-- json: facts CveFacts[] #core/ranking/rank-inputs.ts
-- json: records DecidingRecord[] #core/advisory/advise.ts
SELECT advisory AS "advisory", supersedes AS "supersedes", title AS "title", source AS "source", fixed AS "fixed", released AS "released",
  released_day AS "releasedDay", severity AS "severity", steps AS "steps", known_exploited AS "knownExploited", cves AS "cves",
  unfixed AS "unfixed", unknown AS "unknown", facts AS "facts", records AS "records", recorded_at AS "recordedAt", opened_seq AS "seq"
FROM visible_advice($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT)
WHERE advice_key = $key::VARCHAR
