-- Another tool's word for the system of a host that it scanned; null = one of our own scans, or the tool does not say.
ALTER TABLE scan ADD COLUMN told_os_id VARCHAR;
ALTER TABLE scan ADD COLUMN told_os VARCHAR;

-- As before, but where no scan of our own saw the system, the last tool's word for it counts; told_by = that tool.
CREATE OR REPLACE MACRO visible_asset(viewer_units, as_of, known_at) AS TABLE
  WITH told AS (
    SELECT asset_id, arg_max({'id': told_os_id, 'name': told_os, 'tool': scanner}, (started_at, artifact, host)) AS os
    FROM scan
    WHERE told_os IS NOT NULL AND seq <= known_at AND started_at <= as_of
    GROUP BY asset_id
  )
  SELECT a.asset_id, d.unit, coalesce(i.name, a.first_name) AS name, i.valid_from AS observed_from,
    i.address, i.family, CASE WHEN i.os_name IS NULL THEN coalesce(i.os_id, t.os.id) ELSE i.os_id END AS os_id,
    coalesce(i.os_name, t.os.name) AS os_name, CASE WHEN i.os_name IS NULL THEN t.os.tool END AS told_by, i.kernel, i.facts,
    d.owner, d.criticality, d.environment, d.exposure, d.scope, d.retired, d.left_at
  FROM asset a
  JOIN visible_decided(viewer_units, as_of, known_at) d ON d.asset_id = a.asset_id
  LEFT JOIN asset_interval i ON i.asset_id = a.asset_id
    AND i.valid_from <= as_of AND i.opened_seq <= known_at
    AND (i.valid_to IS NULL OR i.closed_seq > known_at OR i.valid_to > as_of)
    AND (i.superseded_seq IS NULL OR i.superseded_seq > known_at)
  LEFT JOIN told t ON t.asset_id = a.asset_id
  WHERE a.opened_seq <= known_at;
