-- name: finding-history
-- Every row of one finding, oldest first: what each scan changed.
-- notnull: validFrom, state, packages, seq
-- json: packages FindingPackage[] #core/advisory/finding-state.ts
SELECT h.valid_from AS "validFrom", h.state AS "state", h.packages AS "packages", h.opened_seq AS "seq",
  h.installed_at AS "installedAt", h.verified_at AS "verifiedAt", h.verified_by AS "verifiedBy",
  h.reopened_at AS "reopenedAt"
FROM visible_finding_history($viewer_units::VARCHAR[], $as_of::TIMESTAMPTZ, $known_at::BIGINT) h
WHERE h.finding_id = $id::VARCHAR
ORDER BY h.valid_from, h.opened_seq, h.valid_to
