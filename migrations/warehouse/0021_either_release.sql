-- Hosts of which the release is one of several that share a build (Windows: the edition is not told).

-- Assets in the fleet, with their verdict: not-scanned without a sufficient scan since covered_since, else fail with
-- an open finding, else indeterminate with a reason, else pass. feed_reason = why feeds cannot tell, where they alone could.
-- release_ended = security updates are published for its release no more, or for an extension alone that it does not take;
-- release_unclear = so it is of some of the releases that it may be, which are told in release_subject.
CREATE OR REPLACE MACRO visible_judged_asset(viewer_units, as_of, known_at, covered_since) AS TABLE
  WITH findings AS (
    SELECT asset_id, count(*) AS open, count(*) FILTER (WHERE overdue) AS overdue, min(due) AS first_due
    FROM visible_open(viewer_units, as_of, known_at)
    GROUP BY asset_id
  ),
  fed AS (
    SELECT s.asset_id, min(f.received_at) AS fed_at,
      CASE WHEN bool_or(f.received_at IS NULL AND s.only_fed) THEN 'no-feed'
        WHEN bool_or(f.received_at < b.stale_before) THEN 'feed-stale' END AS feed_reason
    FROM visible_system(viewer_units, as_of, known_at) s
    CROSS JOIN visible_stale_before(viewer_units, as_of, known_at) b
    LEFT JOIN visible_fed_system(viewer_units, as_of, known_at) f ON f.system = s.system
    WHERE s.alone
    GROUP BY s.asset_id
  ),
  covered AS (
    SELECT a.*, coalesce(from_json(json_extract(a.facts, '$.release.either'), '["VARCHAR"]'),
        [json_extract_string(a.facts, '$.release.subject')]) AS subjects,
      coalesce(json_extract(a.facts, '$.release.extended')::BOOLEAN, false) AS extended
    FROM visible_covered(viewer_units, as_of, known_at, covered_since) a
  ),
  ended AS (
    SELECT r.subjects, r.extended, string_agg(e.subject, ' or ' ORDER BY list_position(r.subjects, e.subject)) AS subject,
      count(*) = len(r.subjects) AS of_all, max(e.ended_on) AS ended_on, bool_or(e.extension_goes_on) AS extension_goes_on
    FROM (SELECT DISTINCT subjects, extended FROM covered WHERE subjects[1] IS NOT NULL) r
    JOIN visible_ended_release(viewer_units, as_of, known_at) e
      ON list_contains(r.subjects, e.subject) AND NOT (e.extension_goes_on AND r.extended)
    GROUP BY r.subjects, r.extended
  )
  SELECT a.* EXCLUDE (subjects, extended), coalesce(f.open, 0) AS open, coalesce(f.overdue, 0) AS overdue, f.first_due,
    fed.feed_reason, fed.fed_at, coalesce(r.of_all, false) AS release_ended, NOT coalesce(r.of_all, true) AS release_unclear,
    r.subject AS release_subject, r.ended_on AS release_ended_on, r.extension_goes_on AS release_extension,
    CASE
      WHEN a.coverage <> 'fresh' THEN 'not-scanned'
      WHEN coalesce(f.open, 0) > 0 THEN 'fail'
      WHEN json_array_length(a.facts, '$.reasons') > 0 OR fed.feed_reason IS NOT NULL OR r.subject IS NOT NULL THEN 'indeterminate'
      ELSE 'pass'
    END AS verdict
  FROM covered a
  LEFT JOIN findings f ON f.asset_id = a.asset_id
  LEFT JOIN fed ON fed.asset_id = a.asset_id
  LEFT JOIN ended r ON r.subjects = a.subjects AND r.extended = a.extended;
