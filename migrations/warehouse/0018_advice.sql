-- Releases that get no more fixes, and what vendors recommend besides updates.

-- Whether an end of support is past at the end of a day: a day, or `true` and `false` where only that is known.
CREATE MACRO is_over(ends, day) AS coalesce(ends = 'true' OR (ends LIKE '____-__-__' AND ends < day), false);

-- The releases of which support is over as of a day (UTC); open to those alone that take their extension, while that goes on.
CREATE MACRO visible_ended_release(viewer_units, as_of, known_at) AS TABLE
  SELECT subject, extension_goes_on,
    CASE WHEN NOT extension_goes_on AND extended_ends LIKE '____-__-__' THEN extended_ends
      WHEN support_ends LIKE '____-__-__' THEN support_ends END AS ended_on
  FROM (
    SELECT subject, json_extract_string(content, '$.supportEnds') AS support_ends,
      json_extract_string(content, '$.extendedEnds') AS extended_ends,
      extended_ends IS NOT NULL AND NOT is_over(extended_ends, day) AS extension_goes_on,
      is_over(support_ends, day) AS ended
    FROM visible_feed_fact(viewer_units, as_of, known_at),
      (SELECT strftime(as_of AT TIME ZONE 'UTC', '%Y-%m-%d') AS day)
    WHERE kind = 'release-life'
    QUALIFY row_number() OVER (PARTITION BY subject ORDER BY feed, content) = 1
  ) WHERE ended;

-- Assets in the fleet, with their verdict: not-scanned without a sufficient scan since covered_since, else fail with
-- an open finding, else indeterminate with a reason, else pass. feed_reason = why feeds cannot tell, where they alone could.
-- release_ended = security updates are published for its release no more, or for an extension alone that it does not take.
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
  )
  SELECT a.*, coalesce(f.open, 0) AS open, coalesce(f.overdue, 0) AS overdue, f.first_due, fed.feed_reason, fed.fed_at,
    r.subject IS NOT NULL AS release_ended, r.subject AS release_subject, r.ended_on AS release_ended_on,
    r.extension_goes_on AS release_extension,
    CASE
      WHEN a.coverage <> 'fresh' THEN 'not-scanned'
      WHEN coalesce(f.open, 0) > 0 THEN 'fail'
      WHEN json_array_length(a.facts, '$.reasons') > 0 OR fed.feed_reason IS NOT NULL OR r.subject IS NOT NULL THEN 'indeterminate'
      ELSE 'pass'
    END AS verdict
  FROM visible_covered(viewer_units, as_of, known_at, covered_since) a
  LEFT JOIN findings f ON f.asset_id = a.asset_id
  LEFT JOIN fed ON fed.asset_id = a.asset_id
  LEFT JOIN visible_ended_release(viewer_units, as_of, known_at) r
    ON r.subject = json_extract_string(a.facts, '$.release.subject')
    AND NOT (r.extension_goes_on AND coalesce(json_extract(a.facts, '$.release.extended')::BOOLEAN, false));

-- Notices that recommend settings for the product, each with a row of its own; null = none.
ALTER TABLE advice ADD COLUMN settings VARCHAR;
